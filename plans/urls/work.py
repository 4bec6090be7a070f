from django.urls import path

from plans.views import feed, initiative, progress, reporting, task_force

urlpatterns = [
    path("portal/measures/<slug:key>/progress/", progress.progress_note_tell, name="progress_note_tell"),
    path("portal/plans/<slug:key>/progress/", progress.plan_progress, name="plan_progress"),
    path("portal/strategies/<slug:key>/<slug:member>/progress/", progress.strategy_progress, name="strategy_progress"),
    path("portal/progress/", progress.notes_waiting, name="notes_waiting"),
    path("portal/progress/<int:pk>/publish/", progress.note_publish, name="note_publish"),
    path("portal/progress/<int:pk>/withdraw/", progress.note_withdraw, name="note_withdraw"),
    path("evidence/<int:pk>/", progress.evidence_file, name="evidence_file"),
    path("reporting/", reporting.reporting, name="reporting"),
    path("portal/task-force/", task_force.task_force, name="task_force"),
    path("portal/task-force/leave/", task_force.task_force_leave, name="task_force_leave"),
    path("portal/practices/", task_force.practice_list, name="practices"),
    path("portal/practices/share/", task_force.practice_share, name="practice_share"),
    path("portal/practices/<int:pk>/", task_force.practice_detail, name="practice"),
    path("portal/practices/<int:pk>/withdraw/", task_force.practice_withdraw, name="practice_withdraw"),
    path("strategies/initiatives/", initiative.initiative_list, name="initiatives"),
    path("strategies/initiatives.ics", initiative.initiatives_ical, name="initiatives_ical"),
    path("portal/members/<slug:key>/initiatives/propose/", initiative.initiative_propose, name="initiative_propose"),
    path("portal/initiatives/<int:pk>/withdraw/", initiative.initiative_withdraw, name="initiative_withdraw"),
    path("portal/calendar/", feed.my_calendar, name="my_calendar"),
    path("calendar/<str:token>.ics", feed.calendar_feed, name="calendar_feed"),
]
