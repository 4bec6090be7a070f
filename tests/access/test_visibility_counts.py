"""Were the word that says who may see a row taken away from any one register, some door would tell."""

from itertools import chain

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.urls import resolve

from alliance import listing
from tests.access.rows import API, FOREIGN, PORTAL, PUBLIC

ROLES = ["anonymous", "nobody", "focal_a", "focal_b"]
WORDS = ["visible_to", "editable_by"]


def owners():
    """Each class of the portal that defines such a word, with the models that use it."""
    found = {}
    for model in apps.get_models():
        if model._meta.app_label == "example":
            continue
        for owner in type(model._default_manager.all()).__mro__:
            if not owner.__module__.startswith(("django", "tests")):
                for word in WORDS:
                    if word in vars(owner):
                        found.setdefault((owner, word), []).append(model)
    return found


OWNERS = owners()
FOR_STAFF = {"mailroom"}  # whose rows have no door but the admin's, and are not for each of its roles
OPEN_TO_ALL = {"CountryQuerySet", "OperationalRateQuerySet"}


@pytest.mark.parametrize(("owner", "word"), OWNERS, ids=lambda part: getattr(part, "__name__", part))
def test_some_door_tells_when_the_word_is_taken_away(owner, word, walk, monkeypatch):
    original, staff = getattr(owner, word), walk.world.users["superuser"]
    all_rows = [model.objects.all() for model in OWNERS[owner, word]]
    hides_nothing = all(rows.count() == getattr(rows, word)(AnonymousUser()).count() for rows in all_rows)
    monkeypatch.setattr(owner, word, (lambda rows, _: original(rows, staff)) if word == "visible_to" else everything)
    monkeypatch.setattr(listing, "QUESTIONS", {})

    assert hides_nothing == (owner.__name__ in OPEN_TO_ALL)
    roles = ROLES if owner.__module__.partition(".")[0] not in FOR_STAFF else ["finance"]
    told = chain.from_iterable(
        walk.misfits(rows, [method], roles) for rows in nearest_first(owner, walk.world) for method in ("GET", "POST")
    )
    assert hides_nothing or next(told, None)


def everything(rows, user):
    return rows.all()


def nearest_first(owner, world):
    """The doors of its own application, one of which tells soonest, and all others."""
    near, far = {}, {}
    for name, row in (FOREIGN | API | PORTAL | PUBLIC).items():
        view = resolve(row.address.format(**vars(world)).partition("?")[0]).func
        belongs = getattr(view, "cls", view).__module__.partition(".")[0] == owner.__module__.partition(".")[0]
        (near if belongs else far)[name] = row
    return near, far


def test_every_register_that_hides_rows_is_tried():
    names = {owner.__name__ for owner, _ in OWNERS}

    assert names >= {"LadderQuerySet", "StepQuerySet", "DocumentQuerySet", "FocalPointQuerySet", "SubmissionQuerySet"}
