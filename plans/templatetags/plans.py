from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from plans.models import Publication

register = template.Library()


@register.simple_tag
def said_in(language: str) -> SafeString:
    """The attributes of what a member wrote: its language where it is told, and the direction of its first letters."""
    return format_html('lang="{}" dir="auto"', language) if language else mark_safe('dir="auto"')


@register.simple_tag
def publications_between(first: Publication, second: Publication) -> str:
    return first.get_comparison_url(first.number, second.number)


@register.simple_tag
def measure_address(keys: dict[int, str], number: int) -> str:
    """Where the measure of this number has its page, if it is one."""
    return reverse("measure", args=[keys[number]]) if number in keys else ""
