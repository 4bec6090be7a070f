from outreach.resources.newsletter import NewsletterResource

__all__ = ["NewsletterResource"]
