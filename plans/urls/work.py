from django.urls import path

from plans.views import work as views

urlpatterns = [
    path("evidence/<int:pk>/", views.evidence_file, name="evidence_file"),
    path("portal/practices/<int:pk>/", views.practice_detail, name="practice"),
    path("calendar/<str:token>.ics", views.calendar_feed, name="calendar_feed"),
]
