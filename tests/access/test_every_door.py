"""Every address, every method, every role: what is answered, and which rows stand there."""

import pytest

from tests.access.registers import ADMIN, REGISTERS, registered
from tests.access.rows import FOREIGN, ROWS
from tests.access.walk import routes
from tests.access.words import STAFF

OTHERS = ["HEAD", "PUT", "PATCH", "DELETE"]
ONE_OF_EACH = ["anonymous", "nobody", "focal_a", "focal_b", "unprotected", "finance", "auditor", "superuser"]
PARTS = pytest.mark.parametrize("part", range(6))


def every(number, part, rows):
    return dict(list(rows.items())[part::number])


def test_every_address_has_its_row_and_every_row_its_address():
    assert set(routes()) == {*ROWS, *ADMIN}
    assert registered() == set(REGISTERS)


@PARTS
def test_everybody_is_answered_as_the_rows_say(walk, part):
    assert list(walk.misfits(every(6, part, ROWS | FOREIGN), ["GET", "POST"])) == []


@PARTS
def test_no_other_method_does_more_for_anybody(walk, part):
    assert list(walk.misfits(every(6, part, ROWS | FOREIGN), OTHERS, ONE_OF_EACH)) == []


@PARTS
def test_in_the_admin_everybody_is_answered_as_the_role_may(walk, part):
    assert list(walk.misfits(every(6, part, ADMIN), ["GET", "POST"], exactly=False)) == []


def test_in_the_admin_no_other_method_does_more_than_looking(walk):
    rows = {name: row for name, row in ADMIN.items() if "member_" in name or not name.rpartition("_")[0]}

    assert list(walk.misfits(rows, OTHERS, ONE_OF_EACH, exactly=False)) == []


def test_staff_reach_every_register(walk):
    assert all(walk.knock(role, "GET", "/admin/")[0] == 200 for role in STAFF)
