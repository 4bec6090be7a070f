from alliance.urls import handler404, handler500
from alliance.urls import urlpatterns as portal
from benchmarks.peers import urlpatterns as peers

__all__ = ["handler404", "handler500", "urlpatterns"]
urlpatterns = [*peers, *portal]
