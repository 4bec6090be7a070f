from partnerships.figures import agreement, network, programme

__all__ = ["agreement", "network", "programme"]
