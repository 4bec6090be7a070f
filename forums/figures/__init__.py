from forums.figures import forum, meeting

__all__ = ["forum", "meeting"]
