from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FundsConfig(AppConfig):
    name = "funds"
    verbose_name = _("Trust Fund")

    def ready(self) -> None:
        from funds import figures  # noqa: F401
