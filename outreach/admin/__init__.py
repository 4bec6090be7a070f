from outreach.admin import news_item, newsletter, subscriber

__all__ = ["news_item", "newsletter", "subscriber"]
