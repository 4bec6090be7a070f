from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class MailroomConfig(AppConfig):
    name = "mailroom"
    verbose_name = _("Mailroom")

    def ready(self) -> None:
        from mailroom import events  # noqa: F401  it listens from now on

        autodiscover_modules("mail")  # where the makers of keys are
