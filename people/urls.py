from django.urls import path

from people import views

urlpatterns = [
    path("portal/contact/", views.contact, name="contact"),
    path("portal/contact/confirm/", views.contact_confirm, name="contact_confirm"),
    path("contact/<str:token>/", views.contact_confirmation, name="contact_confirmation"),
    path("accounts/second-factor/", views.second_factor, name="second_factor"),
    path("accounts/go-on/", views.go_on, name="go_on"),
    path("accounts/invitation/<str:key>/", views.accept_invitation, name="accept_invitation"),
    path("accounts/", views.account, name="account"),
]
