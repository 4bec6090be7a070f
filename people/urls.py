from django.urls import path

from people import views

urlpatterns = [
    path("portal/contact/", views.contact, name="contact"),
    path("portal/contact/confirm/", views.contact_confirm, name="contact_confirm"),
]
