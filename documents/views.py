from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from alliance.files import hand_out
from alliance.ladder import steps_told_by
from alliance.listing import page_of
from documents.api import DocumentFilter
from documents.models import Document, LanguageVersion
from people.models import AuditEntry, User


@login_not_required
@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    documents = DocumentFilter(request.GET, Document.objects.visible_to(request.user), request=request)
    context = {"filter": documents, "page": page_of(documents.qs, request), "api_url": reverse("document-list")}
    return render(request, "documents/document_list.html", context)


@login_not_required
@require_safe
def document_detail(request: HttpRequest, key: str) -> HttpResponse:
    """A document, what it states in numbers and which steps rest on it."""
    document = get_object_or_404(Document.objects.visible_to(request.user), key=key)
    context = {
        "document": document,
        "versions": document.language_versions.all(),
        "figures": document.stated_figures.all(),
        "steps": steps_told_by(document, request.user),
    }
    return render(request, "documents/document_detail.html", context)


@login_not_required
@require_safe
def document_file(request: HttpRequest, key: str, language: str) -> HttpResponseBase:
    documents = Document.objects.visible_to(request.user)
    versions = LanguageVersion.objects.filter(document__in=documents).select_related("document")
    version = get_object_or_404(versions, document__key=key, language=language)
    response = hand_out(request, version, is_public=version.document.is_public)
    note_download(version, request)
    return response


def note_download(version: LanguageVersion, request: HttpRequest) -> None:
    """Who took which file; what everybody may read is no business of the log."""
    if request.method == "GET" and isinstance(request.user, User):
        words = version.get_language_display()
        AuditEntry.objects.note(AuditEntry.Kind.DOWNLOADED, by=request.user, about=version.document, words=words)
