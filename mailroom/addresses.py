from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.encoding import punycode
from django.utils.translation import gettext as _

from mailroom.marks import line


def deliverable(address: str) -> str:
    """As a mail server takes it: the domain in ASCII."""
    address = address.strip()
    try:
        validate_email(line("address", address))
        user, _at, domain = address.rpartition("@")
        return f"{user}@{punycode(domain)}"
    except (ValidationError, UnicodeError) as refusal:
        raise ValidationError(_("“%(address)s” is no e-mail address."), params={"address": address}) from refusal
