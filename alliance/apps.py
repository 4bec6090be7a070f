from django.apps import AppConfig
from django.contrib.admin import apps


class AllianceConfig(AppConfig):
    name = "alliance"
    default = True

    def ready(self) -> None:
        from alliance import search  # noqa: F401


class PortalAdminConfig(apps.AdminConfig):
    """The secretariat's door, a site of our own."""

    default = False
    default_site = "alliance.admin.PortalAdminSite"
