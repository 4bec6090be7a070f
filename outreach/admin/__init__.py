from outreach.admin.news_item import NewsItemAdmin

__all__ = ["NewsItemAdmin"]
