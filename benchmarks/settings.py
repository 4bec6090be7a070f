"""The portal as an office runs it, with its peers beside it."""

from alliance.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
