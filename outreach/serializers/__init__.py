from outreach.serializers.newsletter import NewsletterDetailSerializer, NewsletterSerializer

__all__ = ["NewsletterDetailSerializer", "NewsletterSerializer"]
