"""Let the model read the titles that it has not read yet, so that no question waits for it."""

from uuid import uuid4

from yimen.ground.search.meaning import MOST, titles_read
from yimen.ground.search.models import Index, Read, Row
from yimen.ground.search.ports import Reader, reader
from yimen.ground.search.state import live

_BATCH = 32


def read_titles() -> int:
    """Read what is new in the live index and forget what is not in it any more; returns how many were read. Nothing
    happens without a model. No actor: what the index holds has been recorded where it comes from.

    What was read is kept batch by batch, outside any longer transaction: a process that is killed goes on from there.

    Raises:
        Unavailable: the model cannot be asked now.
    """
    model = reader()
    if model is None:
        return 0
    titles = _titles()
    wanted = titles[:MOST]
    there = dict(Read.objects.filter(model=model.name).values_list("text", "pk"))
    _forget(set(there) - set(wanted), there)
    Read.objects.exclude(model=model.name).delete()
    new = [one for one in wanted if one not in there]
    for start in range(0, len(new), _BATCH):
        _keep(new[start : start + _BATCH], model)
    if new:
        # Processes know what they keep by the stamp.
        Index.objects.filter(pk=live().pk).update(stamp=uuid4())
    return len(new)


def _titles() -> list[str]:
    """Every title of the live index once: names before phrases, services handled here before others."""
    rows = Row.objects.filter(slot=live().slot).values_list("own", "sort", "titles").distinct()
    told = [titles_read(lines) for _, _, lines in sorted(rows, key=lambda row: (not row[0], row[1], row[2]))]
    return list(dict.fromkeys([*(lines[0] for lines in told if lines), *(line for lines in told for line in lines)]))


def _keep(texts: list[str], model: Reader) -> None:
    told = [Read(model=model.name, text=text, kept=kept) for text, kept in zip(texts, model.read(texts), strict=True)]
    # Somebody else may be reading the same.
    Read.objects.bulk_create(told, ignore_conflicts=True)


def _forget(texts: set[str], there: dict[str, int]) -> None:
    gone = [there[text] for text in texts]
    for start in range(0, len(gone), 500):
        Read.objects.filter(pk__in=gone[start : start + 500]).delete()
