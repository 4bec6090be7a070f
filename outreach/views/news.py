"""The focal point's door: what the newsletter should tell of one's own member."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alliance.listing import page_of
from members.models import Member
from members.views.portal import is_kept, withdrawn
from outreach.forms.news import NewsItemForm
from outreach.models import NewsItem
from people.models import User

ON_A_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
def news_items(request: HttpRequest) -> HttpResponse:
    """What one's member has proposed and what became of it, and the form for more. Editors propose nothing."""
    user = cast("User", request.user)
    members = [*Member.objects.represented_by(user)]
    if not members:
        raise Http404
    form = NewsItemForm(request.POST or None, members=members, instance=NewsItem(made_by=user))
    if request.method == "POST" and is_kept(form):
        messages.success(request, _("Proposed. The secretariat takes it in or says why not; you read it here."))
        return redirect("news_items")
    proposed = NewsItem.objects.visible_to(user).select_related(
        "member", "made_by__person", "block__edition__newsletter"
    )
    context = {"form": form, "members": members, "page": page_of(proposed, request, most=ON_A_PAGE)}
    return render(request, "outreach/news_items.html", context)


@require_POST
def news_item_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    withdrawn(request, NewsItem.objects.all(), pk)
    return redirect("news_items")
