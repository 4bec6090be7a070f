from outreach.resources.news_item import NewsItemResource
from outreach.resources.newsletter import NewsletterResource
from outreach.resources.subscriber import SubscriberResource

__all__ = ["NewsItemResource", "NewsletterResource", "SubscriberResource"]
