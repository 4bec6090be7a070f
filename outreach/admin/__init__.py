from outreach.admin.subscriber import SubscriberAdmin

__all__ = ["SubscriberAdmin"]
