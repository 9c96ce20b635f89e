from yimen.ground.processes import store
from yimen.ground.processes.models import Instance
from yimen.ground.processes.subjects import subject_of


def locked(instance_id: int, database: store.Database | None = None) -> Instance:
    """The process as it stands now, locked until the transaction ends.

    Its subject's own row is locked before it, and tasks and timers after it: whoever keeps this order never waits for
    somebody who waits for them. The lock also keeps two workers from advancing the same state apart. (On SQLite one
    transaction writes at a time, and there is nothing to lock.)

    Args:
        database: of the command, where it has one already.
    """
    return store.row(instance_id, lambda kind, reference: subject_of(kind).lock(reference), database)
