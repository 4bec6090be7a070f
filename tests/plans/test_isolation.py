"""No byte of what a member has not published, nor of what staff note, reaches anybody else, whatever is asked."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from itertools import islice, product
from zipfile import ZipFile

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from alliance.api import router
from alliance.dates import PartialDate
from plans.models import Comment, Initiative, PlanDraft, Practice, ProgressNote, TaskForceSeat, UpdateDue
from tests.factories import MemberFactory
from tests.factories.plans import RegionalStrategyFactory, StrategyParticipantFactory
from tests.factories.work import ABOUT, MEASURE, ReportingWindowFactory, acting_for, fill, published

pytestmark = pytest.mark.django_db
KNOWN = "zqx"  # what a stranger may guess of a secret and search for
SECRETS = [
    *("title", "summary", "measure", "removed", "added", "given-up", "submitted", "comment", "returned"),
    *("stance", "proposed-note", "withheld-note", "evidence", "extension", "practice", "initiative", "reason"),
]


def secret(what):
    return f"{KNOWN} {what}-under-seal"


def told(body):
    return [what for what in SECRETS if f"{what}-under-seal" in body]


@pytest.fixture
def world():
    """A member that has published something, with a secret in everything it has not, or not any more."""
    member = MemberFactory(key="sealed", name="Sealed", state=True, joined="2008")
    principal = acting_for(member)
    strategy = RegionalStrategyFactory(key="region", adopted="2009")
    StrategyParticipantFactory(strategy=strategy, country=member.country, stance=secret("stance"))
    plan = published(member, by=principal).plan
    measure = plan.measures.get()
    plant_in_drafts(member, principal, strategy)
    note = ProgressNote.tell(measure=measure, by=acting_for(member, role="editor"), completion="limited")
    ProgressNote.objects.filter(pk=note.pk).update(text=secret("proposed-note"))
    evidence = SimpleUploadedFile("evidence.txt", secret("evidence").encode())
    withheld = ProgressNote.tell(
        measure=measure, by=principal, completion="limited", text=secret("withheld-note"), files=[evidence]
    )
    withheld.withhold(by=None, note=secret("reason"))
    window = ReportingWindowFactory(
        opens_on=timezone.localdate() - timedelta(days=5), closes_on=timezone.localdate() + timedelta(days=5)
    )
    due = UpdateDue.objects.create(window=window, plan=plan, due_on=window.closes_on)
    due.extend(until=window.closes_on + timedelta(days=9), note=secret("extension"), by=None)
    author = member.focal_points.principal().first()
    practice = Practice.objects.create(author=author, title=secret("practice"), text=secret("practice"))
    practice.withdraw(by=None)
    TaskForceSeat.take(focal_point=author, by=None)
    initiative = Initiative(strategy=strategy, member=member, title=secret("initiative"), made_by=principal)
    initiative.starts = PartialDate(2027, 5)
    initiative.save()
    return {"member": member, "principal": principal}


def plant_in_drafts(member, principal, strategy):
    for edition, end in ((2, "writing"), (3, "submit"), (4, "return"), (5, "discard")):
        draft = PlanDraft.objects.create(member=member, begun_by=principal, edition=edition)
        fill(draft, 2, title=secret("submitted" if end == "submit" else "title"), summary=secret("summary"))
        draft.keep(1, {**MEASURE, "title": secret("measure")}, seen=0, by=principal)
        draft.keep(2, {**MEASURE, "title": secret("removed")}, seen=0, by=principal)
        draft.remove(2, by=principal)
        if end in {"submit", "return"}:
            receipt = draft.submit(by=principal)
        if end == "return":
            draft.open(by=None)
            Comment.make(receipt=receipt, number=1, text=secret("comment"), by=None)
            draft.return_to_member(by=None, note=secret("returned"))
        if end == "discard":
            draft.keep(0, {**ABOUT, "title": secret("given-up")}, seen=0, by=principal)
            draft.discard(by=principal)
    lines = PlanDraft.begin(member=member, by=principal, strategy=strategy)
    lines.keep(lines.add_measure(by=principal).number, {"title": secret("added")}, seen=0, by=principal)


def readers():
    """Everybody who may know nothing of it: nobody, an account without a member, another member's focal points."""
    yield "anonymous", Client(raise_request_exception=False)
    other = MemberFactory(key="other", name="Other", state=True, joined="2008")
    principal = acting_for(other)
    published(other, by=principal)
    former = MemberFactory(state=True, joined="2008")
    accounts = {
        "another principal": principal,
        "another editor": acting_for(other, role="editor"),
        "a former focal point": acting_for(former, since=date(2008, 1, 1), until=date(2009, 1, 1)),
    }
    for name, account in accounts.items():
        client = Client(raise_request_exception=False)
        client.force_login(account)
        yield name, client


def patterns(resolver=None, prefix=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield prefix + str(pattern.pattern), pattern


VALUES = {
    "int": lambda: range(5),
    "slug": lambda: ["sealed", "sealed-plan-1", "sealed-plan-2", "sealed-plan-1-m1", "sealed-plan-2-m1", "region"],
    "str": lambda: ["sealed", KNOWN],
    "month": lambda: ["2009-04"],
}


def addresses():
    """Every address of the portal that is made of words, numbers and keys, with whatever might lead to a secret."""
    for route, pattern in patterns():
        parts = getattr(pattern.pattern, "converters", {})
        if "(" in route or "^" in route or route.startswith("admin/"):
            continue
        choices = [[(name, value) for value in VALUES[kind_of(converter)]()] for name, converter in parts.items()]
        for chosen in islice(product(*choices), 120):
            address = "/" + route
            for name, value in chosen:
                address = address.replace(f"<{kind_of(parts[name])}:{name}>", str(value)).replace(
                    f"<{name}>", str(value)
                )
            yield address


def kind_of(converter):
    kind = type(converter).__name__.removesuffix("Converter").lower()
    return {"string": "str", "path": "str", "uuid": "str"}.get(kind, kind)


def lists():
    """The lists of the API, and each with every one of its filters."""
    for _prefix, viewset, name in router.registry:
        filters = getattr(viewset, "filterset_class", None)
        yield name, [*(filters.base_filters if filters else [])]


def test_no_address_tells_a_secret(world):
    asked = list(dict.fromkeys(addresses()))
    assert len(asked) > 150

    for name, client in readers():
        for address in asked:
            answer = ask(client, address)
            body = read(answer)
            assert not told(body), f"{name}: {address}"
            assert answer.status_code < 500, f"{name}: {address}"


def test_no_filter_export_or_feed_tells_a_secret(world):
    by_list = dict(lists())
    assert {"measure", "publication", "progress-note"} <= set(by_list)

    for name, client in readers():
        for asked, filters in by_list.items():
            where = api_address(asked)
            questions = [f"?{name}={KNOWN}" for name in filters]
            questions += ["?format=csv", "?format=xlsx", "?updated_since=2000-01-01T00:00:00Z", "?page_size=100"]
            for question in questions:
                body = read(ask(client, where + question))
                assert not told(body), f"{name}: {where}{question}"


def test_a_search_finds_nothing_by_a_secret(world):
    """Nor does the number of rows tell that there is one."""
    for _name, client in readers():
        for asked, filters in lists():
            if "search" in filters:
                found = ask(client, f"{api_address(asked)}?search={KNOWN}")
                assert found.status_code in {401, 403} or found.json()["count"] == 0, asked


def test_no_refusal_tells_a_secret(world):
    posts = [address for address in dict.fromkeys(addresses()) if address.startswith("/portal/")]
    assert posts

    for name, client in readers():
        for address in posts:
            for sent in ({}, {"title": "Mine", "seen": "0", "writer": "mine", "turn": "1", "number": "1"}):
                caches["default"].clear()
                answer = client.post(address, sent)
                assert not told(read(answer)), f"{name}: {address}"
                assert answer.status_code < 500, f"{name}: {address}"
    assert PlanDraft.objects.get(member=world["member"], edition=2).told()["about"]["title"] == secret("title")


def test_whoever_acts_for_the_member_reads_its_own(world, client):
    """Else the tests above would pass for want of anything to find."""
    client.force_login(world["principal"])

    draft = PlanDraft.objects.get(member=world["member"], edition=2)

    assert secret("title") in client.get(f"{draft.get_absolute_url()}0/").content.decode()


def ask(client, address):
    for cache in ("default", "lists"):
        caches[cache].clear()
    return client.get(address)


def read(answer):
    """Its text and headers, of a workbook what is packed in it."""
    body = b"".join(answer)
    if body.startswith(b"PK"):
        with ZipFile(BytesIO(body)) as packed:
            body = b"".join(packed.read(name) for name in packed.namelist())
    return body.decode(errors="replace") + str(answer.headers)


def api_address(name):
    return reverse(f"{name}-list")
