from funds.figures import contribution, contributor, pledge

__all__ = ["contribution", "contributor", "pledge"]
