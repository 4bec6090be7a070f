from partnerships.figures import agreement

__all__ = ["agreement"]
