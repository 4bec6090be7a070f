from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from funds.models import Contributor
from members.models import Member
from partnerships.models import Partner


@login_not_required
@require_safe
def contributor_detail(request: HttpRequest, key: str) -> HttpResponse:
    contributor = get_object_or_404(Contributor.objects.of(request.user).prefetch_related("aliases"), key=key)
    received = contributor.contributions.visible_to(request.user).received()
    context = {
        "contributor": contributor,
        "contributions": contributor.contributions.all(),
        "pledges": contributor.pledges.all(),
        "usd": received.usd(),
        "others": received.filter(usd=None).totals(),
        "member": Member.objects.visible_to(request.user).filter(contributors=contributor).first(),
        "partner": Partner.objects.visible_to(request.user).filter(contributors=contributor).first(),
    }
    return render(request, "funds/contributor_detail.html", context)
