from __future__ import annotations

import re
from functools import partial, wraps
from typing import Any
from urllib.parse import urlencode

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.sites import UnfoldAdminSite


class PortalAdminSite(UnfoldAdminSite):
    """The secretariat's door. Everybody signs in at the same page; only staff come in here."""

    index_title = gettext_lazy("What needs attention")

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """The theme's Alpine evaluates expressions and sets styles: allowed here and nowhere else."""
        policy = {"script-src": [SELF, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE]}
        return csp_update(policy)(super().admin_view(without_unfit(view), cacheable))

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only admins in the look of the portal: what a library registers by itself is left out."""
        if admin_class and issubclass(admin_class, ModelAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff, with a second factor: asked by every view of every register."""
        return super().has_permission(request) and not getattr(request.user, "lacks_second_factor", True)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        """Every page carries it, and none but an application's own shows it: the sidebar stands in its place."""
        return SimpleLazyObject(partial(super().get_app_list, request, app_label))

    @login_not_required
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        target = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect(f"{reverse('account_login')}?{urlencode({REDIRECT_FIELD_NAME: target})}")


TOLD_IN_WORDS = {"_selected_action", "seen"}
UNFIT = re.compile(r"\0|^\d{19,}$")


def without_unfit(view: Any) -> Any:
    """No text of ours holds the character NUL, and no number has more digits than a database counts with."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        sent = [*request.GET.lists(), *request.POST.lists()]
        if any(UNFIT.search(value) for name, values in sent if name not in TOLD_IN_WORDS for value in values):
            raise BadRequest
        return view(request, *args, **kwargs)

    return answer
