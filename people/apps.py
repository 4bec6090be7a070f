from django.apps import AppConfig
from django.db.models.signals import m2m_changed, post_migrate
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        from allauth.account.signals import password_reset
        from allauth.mfa.signals import authenticator_added
        from simple_history.signals import post_create_historical_record

        from people import audit, confirmation  # noqa: F401  the latter makes a key for mails
        from people.models import User
        from people.receivers import end_other_sessions, follow_the_address, keep_roles_apart, use_up_invitations
        from people.roles import grant

        post_migrate.connect(grant, dispatch_uid="people.roles.grant")
        m2m_changed.connect(keep_roles_apart, sender=User.groups.through)
        authenticator_added.connect(end_other_sessions)
        password_reset.connect(use_up_invitations)
        post_create_historical_record.connect(follow_the_address)
        audit.listen()
