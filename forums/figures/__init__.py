from forums.figures import announcement, commitment, forum, meeting

__all__ = ["announcement", "commitment", "forum", "meeting"]
