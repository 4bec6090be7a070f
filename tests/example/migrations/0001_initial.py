"""The tables of the examples, made of the models as they are: they live as long as one run of the tests."""

from django.apps import apps
from django.db import migrations
from django.db.migrations.state import ModelState


def table(model):
    state = ModelState.from_model(model)
    return migrations.CreateModel(state.name, list(state.fields.items()), state.options, state.bases, state.managers)


def is_history(model):
    """What was is made after what is, to which it points."""
    return model.__name__.startswith("Historical")


class Migration(migrations.Migration):
    initial = True
    dependencies = [("documents", "0001_initial"), ("people", "0001_initial")]
    operations = [table(model) for model in sorted(apps.get_app_config("example").get_models(), key=is_history)]
