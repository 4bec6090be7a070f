"""What a letter's text may have beside words."""

from __future__ import annotations

from secrets import token_hex

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

SECRET = token_hex(8)  # nobody else's words become a button or end the letter
ACTION, LABEL, END, FOOT = f"\ue002{SECRET}", "\ue003", "\ue004", f"\ue005{SECRET}"
QUOTE, UNQUOTE = f"\ue006{SECRET}", f"\ue007{SECRET}"


@register.simple_tag
def action(address: str, label: str) -> SafeString:
    """A paragraph of its own that leads somewhere: a button in HTML, its label above the address in plain text."""
    return mark_safe(f"{ACTION}{address}{LABEL}{label}{END}")  # both are escaped where they are written as HTML


@register.filter
def quoted(words: object) -> SafeString:
    """Words of a register, which are told as they stand: they begin no list, and no address in them opens."""
    return mark_safe(f"{QUOTE}{words}{UNQUOTE}")  # escaped where it is written as HTML


@register.simple_tag
def foot() -> SafeString:
    """Below it stands why the reader gets the letter."""
    return mark_safe(FOOT)
