"""The Django plugin of mypy, without the two waits in django-stubs 6.1 that have no end.

It analyses a class again and again until what it misses appears: the manager of an abstract model, the `Meta` of a
form. Where neither is there, and the same module has a NamedTuple or a dated model, mypy gives up with "maximum
semantic analysis iteration count reached".
"""

from django.db.models import Model
from mypy.plugin import ClassDefContext, Plugin
from mypy_django_plugin import main
from mypy_django_plugin.lib import helpers
from mypy_django_plugin.transformers import forms, models

add_default_manager = models.AddDefaultManagerAttribute.run_with_model_cls


def add_default_manager_if_any(self: models.AddDefaultManagerAttribute, model_cls: type[Model]) -> None:
    if model_cls._meta.default_manager is not None:
        add_default_manager(self, model_cls)


def let_meta_inherit_if_any(ctx: ClassDefContext) -> None:
    if meta := helpers.get_nested_meta_node_for_current_class(ctx.cls.info):
        meta.fallback_to_any = True


models.AddDefaultManagerAttribute.run_with_model_cls = add_default_manager_if_any
forms.make_meta_nested_class_inherit_from_any = let_meta_inherit_if_any


def plugin(version: str) -> type[Plugin]:
    return main.plugin(version)
