from django.http import HttpResponse
from django.urls import path

urlpatterns = [
    path("contributions/", lambda request: HttpResponse(), name="contributions"),
    path("contributors/<slug:key>/", lambda request, key: HttpResponse(), name="contributor"),
]
