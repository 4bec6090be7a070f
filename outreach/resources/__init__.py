from outreach.resources.news_item import NewsItemResource

__all__ = ["NewsItemResource"]
