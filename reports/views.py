from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from alliance import figures
from alliance.errors import NotThere
from alliance.figures import AnyFigure, Figure
from alliance.ladder import latest_steps
from alliance.listing import page_of
from members.figures import members
from members.models import Member
from reports.answers import ask, cuts_of
from reports.forms import PeriodForm
from reports.gaps import gaps
from reports.growth import growth, yearly

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User

HIGHLIGHTS = (
    "national-plans-announced",
    "agreements-signed",
    "programmes",
    "forums-held",
    "commitments",
    "contributions-received",
)


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    today, period = timezone.localdate(), PeriodForm({}).period
    context = {
        "answer": ask([members], period)[0],
        "highlights": ask([figures.register[key] for key in HIGHLIGHTS], period),
        "charts": growth(today),
        "regions": by_region(),
        "latest": latest_steps(request.user, 6),
        "gaps": gaps(),
    }
    return render(request, "reports/home.html", context)


def by_region() -> list[tuple[str, list[Member]]]:
    """The members of today by M49 region, organizations last: tiles and no borders, so no dispute."""
    found: dict[str, list[Member]] = {}
    for member in Member.objects.members(timezone.localdate()).select_related("country"):
        region = member.country.get_region_display() if member.country else _("International organizations")
        found.setdefault(str(region), []).append(member)
    return sorted(found.items(), key=lambda item: (item[1][0].country is None, item[0]))


@login_not_required
@require_safe
def figure_list(request: HttpRequest) -> HttpResponse:
    form = PeriodForm(request.GET)
    answers = ask(figures.visible_to(request.user).values(), form.period)
    return render(request, "reports/figure_list.html", {"form": form, "period": form.period, "answers": answers})


@login_not_required
@require_safe
def figure_detail(request: HttpRequest, key: str) -> HttpResponse:
    figure, form = find(key, request.user), PeriodForm(request.GET)
    rows = page_of(rows_of(figure, form.period, request), request) if isinstance(figure, Figure) else None
    context = {
        "answer": ask([figure], form.period)[0],
        "form": form,
        "period": form.period,
        "cuts": cuts_of(figure, form.period),
        "years": yearly(figure, form.period),
        "charts": growth(form.period.end) if figure is members else [],
        "page": rows,
        **(table_of(figure, rows) if isinstance(figure, Figure) and rows else {}),
    }
    return render(request, "reports/figure_detail.html", context)


@login_not_required
@require_safe
def figure_picture(request: HttpRequest, key: str) -> HttpResponse:
    """The picture alone, at an address that stays."""
    if find(key, request.user) is not members:
        raise NotThere(_("There is no picture of this figure."))
    context = {"chart": growth(timezone.localdate())[0], "is_alone": True}
    return render(request, "reports/_line_chart.svg", context, content_type="image/svg+xml")


@login_not_required
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """What the registers rest on, and what they do not know."""
    return render(request, "reports/sources.html", {"gaps": gaps(), "years": yearly(members, PeriodForm({}).period)})


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "reports/accessibility.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "reports/privacy.html")


def table_of(figure: Figure[Any], rows: Any) -> dict[str, Any]:
    columns = [column for column in figure.columns.values() if column.is_on_page]
    table = [(figure.link(row), [column.of(row) for column in columns]) for row in rows]
    return {"column_names": [column.name for column in columns], "table": table}


def find(key: str, user: User | AnonymousUser) -> AnyFigure:
    try:
        return figures.visible_to(user)[key]
    except KeyError:
        raise NotThere(_("There is no figure “%(key)s”.") % {"key": key}) from None


def rows_of(figure: Figure[Any], period: Any, request: HttpRequest) -> Any:
    """The rows behind the value, as far as this visitor may see them."""
    rows: Any = figure.rows(period)
    return rows.visible_to(request.user)
