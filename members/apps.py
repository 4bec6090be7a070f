from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = _("Group of Friends")

    def ready(self) -> None:
        from members import figures  # noqa: F401
