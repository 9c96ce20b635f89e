from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage


class PrivateStorage(FileSystemStorage):
    """Files that have no address on the web: they leave only through a page that asked who is there."""

    @property
    def base_location(self) -> str:
        return str(Path(settings.YIMEN_VAR) / "files")

    @property
    def location(self) -> str:
        return str(Path(self.base_location).absolute())

    def url(self, name: str | None) -> str:
        raise ValueError("uploaded files have no public address")


def private_storage() -> Storage:
    """Where uploads lie: ``YIMEN_VAR/files``, a folder for each day, readable by the server's user alone."""
    return PrivateStorage(file_permissions_mode=0o600, directory_permissions_mode=0o700)
