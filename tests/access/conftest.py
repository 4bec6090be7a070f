"""One world for every knock: what a knock changes is taken back, so nobody has to build it again."""

import pytest
from django.db import transaction
from django.test import override_settings

from tests.access.walk import Walk
from tests.access.world import World


@pytest.fixture(scope="package")
def files_of_the_world(tmp_path_factory):
    return tmp_path_factory.mktemp("media")


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker, files_of_the_world):
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MEDIA_ROOT=files_of_the_world):
            world = World()
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def walk(world, files_of_the_world, settings):
    """What a test does to the world is taken back after it."""
    settings.MEDIA_ROOT = files_of_the_world
    with transaction.atomic():
        yield Walk(world)
        transaction.set_rollback(True)
