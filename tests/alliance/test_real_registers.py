import io

import pytest
import tablib
from django.core.management import call_command

from alliance.admin import SafeCSV, SafeXLSX
from alliance.registers import histories
from members.models import Member, MemberStep

pytestmark = pytest.mark.django_db

REGISTERS = dict(histories())


def loaded(*options):
    said = io.StringIO()
    call_command("load_history", *options, stdout=said)
    return said.getvalue().splitlines()


def changes():
    """How many rows the histories of all registers have."""
    models = {resource._meta.model for resource in REGISTERS.values()}
    return {model: model.history.count() for model in models}


def test_loading_the_registers_again_changes_nothing(loaded_registers):
    before, updated = changes(), set(Member.objects.values_list("key", "updated_at"))

    lines = loaded()

    assert len(lines) == len(REGISTERS)
    assert all(": 0 new, 0 changed, " in line for line in lines)
    assert changes() == before
    assert set(Member.objects.values_list("key", "updated_at")) == updated


@pytest.mark.parametrize("format", [SafeCSV, SafeXLSX])
@pytest.mark.parametrize("path", REGISTERS, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_what_goes_out_comes_in_again_and_changes_nothing(path, format, loaded_registers):
    resource, before = REGISTERS[path], changes()

    file = format().export_data(resource().export())
    result = resource().import_data(format().create_dataset(file))

    assert {kind: n for kind, n in result.totals.items() if n} == {"skip": resource._meta.model.objects.count()}
    assert changes() == before


@pytest.mark.parametrize("path", REGISTERS, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_what_goes_out_has_every_row_and_column_of_the_file(path, loaded_registers):
    resource = REGISTERS[path]
    known = tablib.Dataset().load(path.read_text(encoding="utf-8"), format="csv")

    out = resource().export()

    assert set(known.headers) <= set(out.headers)
    assert len(out) >= len(known) > 0


def test_a_register_that_the_office_has_gone_on_with_is_left_alone(loaded_registers):
    Member.objects.filter(key="spain").update(name="Kingdom of Spain")
    MemberStep.objects.all().delete()

    assert loaded("--once") == []
    assert Member.objects.get(key="spain").name == "Kingdom of Spain"
    assert not MemberStep.objects.exists()


def test_a_register_is_loaded_over_what_was_changed_when_asked_to(loaded_registers):
    Member.objects.filter(key="spain").update(name="Kingdom of Spain")

    assert "members: 0 new, 1 changed, 61 as they were" in loaded()
    assert Member.objects.get(key="spain").name == "Spain"
