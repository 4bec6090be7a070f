from django.urls import path

from partnerships import views

urlpatterns = [
    path("partners/", views.partner_list, name="partners"),
    path("partners/<slug:key>/", views.partner_detail, name="partner"),
    path("agreements/", views.agreement_list, name="agreements"),
    path("agreements/pipeline/", views.agreement_pipeline, name="agreement_pipeline"),
    path("agreements/<slug:key>/", views.agreement_detail, name="agreement"),
    path("networks/", views.network_list, name="networks"),
    path("networks/<slug:key>/", views.network_detail, name="network"),
    path("programmes/", views.programme_list, name="programmes"),
    path("programmes/<slug:key>/", views.programme_detail, name="programme"),
]
