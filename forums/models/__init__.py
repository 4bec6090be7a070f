from forums.models.forum import Forum, ForumStep

__all__ = ["Forum", "ForumStep"]
