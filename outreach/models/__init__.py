from outreach.models.block import Block
from outreach.models.consent import Consent
from outreach.models.edition import Edition
from outreach.models.news_item import NewsItem
from outreach.models.newsletter import Newsletter
from outreach.models.subscriber import Subscriber

__all__ = ["Block", "Consent", "Edition", "NewsItem", "Newsletter", "Subscriber"]
