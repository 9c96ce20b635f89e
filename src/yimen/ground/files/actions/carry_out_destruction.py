from datetime import datetime

from django.db import transaction

from yimen.ground.audit import Actor
from yimen.ground.files.actions.destroy import destroy
from yimen.ground.files.models import StoredFile
from yimen.ground.files.storage import private_storage


def remove_content(file: StoredFile) -> None:
    """Take away the content of a file whose destruction is ordered. Content that is gone already is no fault.

    Raises:
        ValueError: nobody has ordered it. OSError: it cannot be removed; nothing is claimed then.
    """
    if file.ordered_at is None:
        raise ValueError(f"nobody has ordered that file {file.pk} be destroyed")
    storage = private_storage()
    storage.delete(str(file.file))
    if storage.exists(str(file.file)):
        raise OSError(f"the content of file {file.pk} is still there")


@transaction.atomic
def carry_out_destruction(*, actor: Actor, file: StoredFile, now: datetime) -> bool:
    """Say on the row and in the log that an ordered destruction is done, once the content is gone. Twice is once.

    Raises:
        ValueError: the content is still there, or nobody has ordered it: nothing is claimed that is not true.
    """
    if file.ordered_at is None or private_storage().exists(str(file.file)):
        raise ValueError(f"file {file.pk} is not destroyed yet")
    return destroy(actor=actor, file=file, reason=file.destroyed_why, now=now)
