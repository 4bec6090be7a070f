"""Every address, every method, every role: what is answered, and which rows stand there."""

import pytest

from tests.access.rows import FOREIGN, ROWS
from tests.access.walk import Walk, routes
from tests.access.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk(db):
    return Walk(World())


def test_every_address_has_its_row_and_every_row_its_address():
    asked = {name for name in routes() if not name.startswith("admin:")}

    assert asked == set(ROWS)


@pytest.mark.parametrize("part", range(8))
def test_everybody_is_answered_as_the_rows_say(walk, part):
    mine = dict(list((ROWS | FOREIGN).items())[part::8])

    assert list(walk.misfits(mine)) == []
