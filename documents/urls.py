from django.urls import path

from documents import views

urlpatterns = [
    path("documents/", views.document_list, name="documents"),
    path("documents/<slug:key>/", views.document_detail, name="document"),
    path("documents/<slug:key>/<slug:language>/file", views.document_file, name="document_file"),
]
