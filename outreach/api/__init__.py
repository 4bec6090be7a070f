from outreach.api.newsletter import NewsletterFilter, NewsletterViewSet

__all__ = ["NewsletterFilter", "NewsletterViewSet"]
