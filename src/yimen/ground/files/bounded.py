from django.core.files.uploadhandler import FileUploadHandler

from yimen.ground.files.check import LARGEST


class Bounded(FileUploadHandler):
    """Stands before Django's own upload handlers: of a file that is too large only a little more than allowed is kept.

    The rest is read and dropped, so that it fills no disk, and the page can still say what is the matter: the file
    arrives with a size over ``LARGEST`` and is refused by ``check``.
    """

    def new_file(self, *args: object, **kwargs: object) -> None:
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]
        self._taken = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if self._taken > LARGEST:
            return None
        self._taken += len(raw_data)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
