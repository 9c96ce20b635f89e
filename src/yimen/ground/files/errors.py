from yimen.ground.errors import DomainError, NotFound


class FileRefused(DomainError):
    """An uploaded file cannot be taken; the sentence says why, the advice how to make it fit.

    ``code`` names the cause: empty, too-large, wrong-kind, disguised, encrypted, broken, too-many-pixels, moving.
    """

    code = "file-refused"


class FileDamaged(DomainError):
    """What is stored is not what was uploaded."""

    code = "file-damaged"


class FileDestroyed(NotFound):
    """The content was destroyed as the law or the keeper of the file wanted; that it was there is still on record."""

    code = "file-destroyed"
