from yimen.ground.files.incoming import discard
from yimen.ground.files.models import Incoming


def drop_incoming(*, incoming: Incoming) -> None:
    """Give up an upload on its way: what has arrived is deleted, nothing remains of it. Twice is no fault."""
    discard(incoming)
    Incoming.objects.filter(pk=incoming.pk).delete()
