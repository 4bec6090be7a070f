"""Files that wait between the preview of an import and its confirmation."""

from __future__ import annotations

import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from import_export.tmp_storages import TempFolderStorage

KEPT_FOR = timedelta(days=1)


class PreviewFolder(TempFolderStorage):
    """A folder of the portal's own: what nobody confirms is cleared from it."""

    name: str | None

    def get_full_path(self) -> str:
        return str(settings.IMPORT_FOLDER / str(self.name))

    def _open(self, mode: str = "r") -> Any:
        if self.name:
            return super()._open(mode)
        settings.IMPORT_FOLDER.mkdir(parents=True, exist_ok=True)
        file = tempfile.NamedTemporaryFile(dir=settings.IMPORT_FOLDER, delete=False)  # noqa: SIM115
        self.name = Path(file.name).name
        return file


def clear_abandoned() -> int:
    """Take away what was uploaded more than a day ago: how many files it was."""
    oldest = time.time() - KEPT_FOR.total_seconds()
    folder = settings.IMPORT_FOLDER
    abandoned = [file for file in folder.iterdir() if file.stat().st_mtime < oldest] if folder.is_dir() else []
    for file in abandoned:
        file.unlink(missing_ok=True)
    return len(abandoned)
