from contextlib import ExitStack
from pathlib import Path
from unittest import mock

import pytest
from django.template import engines

from tests.drills.server import Sink


@pytest.fixture
def mail_server(settings, tmp_path):
    """A real mail server, with the options that a test asks for; the portal sends to it."""
    with ExitStack() as running:

        def start(*options):
            folder = tmp_path / f"sink{len(options)}"
            sink = running.enter_context(Sink(folder, "--keep", str(folder), *options))
            settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
            settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
            return sink

        yield start


@pytest.fixture
def letter(tmp_path):
    """Write the templates of a kind of mail: its subject, its words and, if it has one, its MJML."""
    folder = tmp_path / "templates"
    folder.mkdir()

    def letter(kind, subject, text, mjml=""):
        (folder / f"{kind}.subject.txt").write_text(subject)
        (folder / f"{kind}.txt").write_text(text)
        if mjml:
            (folder / f"{kind}.mjml").write_text(mjml)
        return kind

    engine = engines["mail"].engine
    with mock.patch.object(engine, "dirs", [Path(folder), *engine.dirs]):
        for loader in engine.template_loaders:
            loader.reset()
        yield letter
        for loader in engine.template_loaders:
            loader.reset()
