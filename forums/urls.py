from django.urls import path

from forums import views

urlpatterns = [
    path("forums/", views.forum_list, name="forums"),
    path("forums/calendar.ics", views.forums_ical, name="forums_ical"),
    path("forums/<int:ordinal>/", views.forum_detail, name="forum"),
    path("commitments/", views.commitment_list, name="commitments"),
    path("commitments/<slug:key>/", views.commitment_detail, name="commitment"),
    path("meetings/", views.meeting_list, name="meetings"),
    path("meetings/calendar.ics", views.meetings_ical, name="meetings_ical"),
    path("events/", views.event_list, name="events"),
    path("recognition/", views.recognition_list, name="recognition"),
]
