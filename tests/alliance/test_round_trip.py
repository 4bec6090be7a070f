"""What the office takes out of its portal, another office can take in: rows, steps and figures are the same."""

import itertools

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection

from alliance import figures
from alliance.admin import SafeCSV
from alliance.dates import Period
from alliance.ladder import SPANS, step_models
from alliance.registers import histories
from members.models import FieldOfAction

YEARS = [Period.of_year(year) for year in range(2005, 2027)]


def rows():
    return {path: SafeCSV().export_data(resource().export()) for path, resource in histories()}


def steps():
    """Each with the days from and until which it stood, which no table carries."""
    standing = {}
    for step in step_models():
        names = [
            field.name for field in step.record.field.related_model._meta.fields if field.name in {"key", "ordinal"}
        ]
        named = f"record__{names[0]}" if names else "record__pk"
        standing[step] = sorted(map(str, step._default_manager.values_list(named, "status", *SPANS)))
    return standing


def counted():
    return {key: figure.series(YEARS) for key, figure in figures.register.items()}


def empty_the_portal():
    """All that is kept of the world; who may do what, and the four fields of action, come with every portal."""
    labels = {path.parent.parent.name for path, _ in histories()}
    models = [model for label in labels for model in apps.get_app_config(label).get_models(include_auto_created=True)]
    tables = [model._meta.db_table for model in models if model is not FieldOfAction]
    connection.check_constraints()
    connection.ops.execute_sql_flush(
        connection.ops.sql_flush(no_style(), tables, reset_sequences=False, allow_cascade=True)
    )


def test_all_registers_taken_out_and_in_tell_the_same_in_an_empty_portal(real_registers):
    before = rows(), steps(), counted()

    empty_the_portal()
    assert not any(itertools.chain.from_iterable(steps().values()))
    for path, resource in histories():
        result = resource().import_data(SafeCSV().create_dataset(before[0][path]))
        assert dict(result.totals) == dict(result.totals) | {"invalid": 0, "error": 0}, path.stem

    assert (rows(), steps(), counted()) == before
