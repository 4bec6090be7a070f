"""What a page does at a press: it is done and said, or refused in the model’s words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest

T = TypeVar("T")


def tried(request: HttpRequest, act: Callable[[], Any], said: str = "") -> bool:
    try:
        act()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return False
    if said:
        messages.success(request, said)
    return True


def made(request: HttpRequest, make: Callable[[], T]) -> T | None:
    """What came about; whoever asks says so."""
    try:
        return make()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return None


def made_of(form: forms.BaseForm, make: Callable[[], T]) -> T | None:
    """Of a form that is right; what is refused then stands above it."""
    try:
        return make() if form.is_valid() else None
    except ValidationError as refusal:
        form.add_error(None, cast("Any", refusal.messages))
        return None
