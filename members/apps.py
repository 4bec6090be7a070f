from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = _("Group of Friends")

    def ready(self) -> None:
        from members import figures  # noqa: F401
        from members.models.field_of_action import lay_out_fields

        post_migrate.connect(lay_out_fields, sender=self)
