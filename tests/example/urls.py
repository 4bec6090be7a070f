"""The portal with the doors of the examples."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from tests.example.api import LetterViewSet, RefusalView

router = SimpleRouter()
router.register("letters", LetterViewSet)

urlpatterns = [
    path("example/refusals/<kind>/", RefusalView.as_view()),
    path("api/fault/", RefusalView.as_view(), {"kind": "fault"}),
    path("example/", include(router.urls)),
    path("", include("alliance.urls")),
]

handler500 = "alliance.errors.failed"
