"""What a letter's text may have beside words."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

ACTION, LABEL, END, FOOT = "\ue002", "\ue003", "\ue004", "\ue005"


@register.simple_tag
def action(address: str, label: str) -> SafeString:
    """A paragraph of its own that leads somewhere: a button in HTML, its label above the address in plain text."""
    return mark_safe(f"{ACTION}{address}{LABEL}{label}{END}")  # both are escaped where they are written as HTML


@register.simple_tag
def foot() -> SafeString:
    """Below it stands why the reader gets the letter."""
    return mark_safe(FOOT)
