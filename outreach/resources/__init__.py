from outreach.resources.subscriber import SubscriberResource

__all__ = ["SubscriberResource"]
