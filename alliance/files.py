"""How a file is kept and handed out: checked, under a name that nobody can guess, and only to whoever may see it."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models.fields.files import FieldFile
from django.db.models.signals import post_delete
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.errors import NotThere
from alliance.uploads import Checked, check


def unguessable(kept: KeptFile, name: str) -> str:
    return f"{kept._meta.label_lower}/{secrets.token_urlsafe(32)}"


class StoredFile(FieldFile):
    @property
    def url(self) -> str:
        """The door where it is handed out: no address leads to the file itself."""
        kept: Any = self.instance
        return str(kept.file_url)


class CheckedFileField(models.FileField):
    """Nothing gets into it but through `alliance.uploads.check`; what is refused is told at the field."""

    attr_class = StoredFile

    def clean(self, value: Any, model_instance: Any) -> Any:
        value = super().clean(value, model_instance)
        model_instance.check_upload()
        return value

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"max_length": None, **kwargs})  # a long name is cut, not refused


class KeptFile(models.Model):
    """A record with a file, or without one yet. The file goes when the record goes or another takes its place."""

    file = CheckedFileField(gettext_lazy("file"), upload_to=unguessable, blank=True)
    file_name = models.CharField(gettext_lazy("name of the file"), max_length=150, blank=True, editable=False)
    file_size = models.PositiveIntegerField(gettext_lazy("size in bytes"), null=True, editable=False)
    file_type = models.CharField(gettext_lazy("content type"), max_length=100, blank=True, editable=False)
    file_checksum = models.CharField(gettext_lazy("SHA-256 checksum"), max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        post_delete.connect(forget_with_record, sender=cls)

    @property
    def file_url(self) -> str:
        """Where the view that checks who asks hands it out."""
        raise NotImplementedError

    def check_upload(self) -> None:
        """Once for each upload; what was found is kept beside the file."""
        file: Any = self.file
        if not file or file._committed or getattr(file, "checked", None):
            return
        file.checked = check(file.file, file.name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.check_upload()
        self._describe(getattr(self.file, "checked", None))
        before = type(self)._base_manager.filter(pk=self.pk).values_list("file", flat=True).first()
        super().save(*args, **kwargs)
        if before and before != self.file.name:
            forget(self.file.storage, before)

    def _describe(self, checked: Checked | None) -> None:
        if checked:
            self.file_name, self.file_size = checked.name, checked.size
            self.file_type, self.file_checksum = checked.content_type, checked.checksum
        elif not self.file:
            self.file_name, self.file_size, self.file_type, self.file_checksum = "", None, "", ""


def forget_with_record(instance: Any, **kwargs: Any) -> None:
    if instance.file:
        forget(instance.file.storage, instance.file.name)


def forget(storage: Any, name: str) -> None:
    """Once it is certain that no record names it any more."""
    transaction.on_commit(lambda: storage.delete(name))


def forget_orphans(*, before: datetime) -> None:
    """A transaction that was taken back leaves the file that it stored, and no record names it."""
    for model in KeptFile.__subclasses__():
        storage, folder = model._meta.get_field("file").storage, model._meta.label_lower
        named = set(model._base_manager.values_list("file", flat=True))
        there = storage.listdir(folder)[1] if storage.exists(folder) else []
        for path in (f"{folder}/{name}" for name in there):
            if path not in named and storage.get_modified_time(path) < before:
                storage.delete(path)


def hand_out(request: HttpRequest, kept: Any, *, is_public: bool) -> HttpResponseBase:
    """To be saved, never to be shown as a page of the portal; only what is public may be kept by a cache."""
    if not kept.file:
        raise NotThere(_("There is no file here."))
    response: HttpResponseBase = HttpResponse()
    if request.method != "HEAD":
        try:
            response = FileResponse(kept.file.open())
        except FileNotFoundError:
            raise NotThere(_("This file is recorded but no longer in store. Please tell the secretariat.")) from None
    for name, value in {
        "Content-Type": kept.file_type,
        "Content-Length": str(kept.file_size),
        "Content-Disposition": content_disposition_header(True, kept.file_name) or "attachment",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "public, max-age=300" if is_public else "private, no-store",
    }.items():
        response[name] = value
    return response
