"""Every address of the portal."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from django.views.i18n import set_language

from alliance.api import NowhereView
from alliance.errors import addresses_are_the_office_s
from alliance.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("accounts/email/", addresses_are_the_office_s),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", include("alliance.api")),
    re_path("^api/(?:.*/)?$", NowhereView.as_view()),
    path("language/", login_not_required(set_language), name="set_language"),
    path("", include("mailroom.urls")),
    path("", include("documents.urls")),
    path("", include("plans.urls")),
    path("", include("members.urls")),
    path("", include("partnerships.urls")),
    path("", include("forums.urls")),
    path("", include("funds.urls")),
    path("", include("outreach.urls")),
    path("", include("people.urls")),
    path("", include("reports.urls")),
]

handler400 = "alliance.errors.bad_request"
handler403 = "alliance.errors.forbidden"
handler404 = "alliance.errors.not_found"
handler500 = "alliance.errors.failed"
