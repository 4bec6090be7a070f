from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.encoding import punycode
from django.utils.translation import gettext as _

from mailroom.marks import UNPRINTABLE, line

WORD, LABEL = "[a-z0-9_+-]+", "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# what Django's validator takes for certain, told at once: it is asked for every reader of a newsletter
PLAIN = re.compile(rf"(?=.{{3,254}}$){WORD}(?:\.{WORD})*@(?:{LABEL}\.)+[a-z]{{2,63}}")


def deliverable(address: str) -> str:
    """As a mail server takes it: the domain in ASCII."""
    address = address.strip()
    if PLAIN.fullmatch(address):
        return address
    try:
        validate_email(line("address", address))
        user, _at, domain = address.rpartition("@")
        return f"{user}@{punycode(domain)}"
    except (ValidationError, UnicodeError) as refusal:
        readable = UNPRINTABLE.sub("�", address)
        raise ValidationError(_("“%(address)s” is no e-mail address."), params={"address": readable}) from refusal
