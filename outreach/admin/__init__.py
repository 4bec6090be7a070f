from outreach.admin import newsletter

__all__ = ["newsletter"]
