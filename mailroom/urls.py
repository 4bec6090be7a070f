from typing import Any

from django.conf import settings
from django.urls import include, path

from mailroom import views
from mailroom.providers import doors

urlpatterns: list[Any] = [
    path("mail/unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("mail/unsubscribe/<str:token>/undo/", views.undo, name="unsubscribe_undo"),
]
if settings.MAIL_ESP:
    urlpatterns += [path("mail/events/", include((doors(settings.MAIL_ESP), "anymail")))]
