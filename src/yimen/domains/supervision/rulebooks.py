"""Published rulebooks as the engine knows them."""

from datetime import date
from functools import lru_cache

from yimen.domains.supervision.models import Rulebook
from yimen.engines.service import rulebook as engine


def rulebook_on(day: date) -> Rulebook | None:
    """The rulebook in force on a day: of those that have begun, the one published last."""
    return Rulebook.objects.filter(in_force_from__lte=day).defer("files").order_by("-number").first()


def definition(book: Rulebook) -> engine.Rulebook:
    """The version as the engine knows it. Versions never change, so it is read once per process."""
    return _read(book.pk, book.fingerprint)


def rule_names() -> dict[str, str]:
    """Every rule that was ever published: id → its latest name, in the order of the tables."""
    names: dict[str, str] = {}
    for book in Rulebook.objects.defer("files").order_by("number"):
        names |= {rule.rule: rule.name for rule in engine.rules_of(definition(book))}
    return names


@lru_cache(maxsize=16)
def _read(pk: int, fingerprint: str) -> engine.Rulebook:
    # The fingerprint belongs to the key: a database that was emptied and filled again gives old ids to new content.
    files = Rulebook.objects.values_list("files", flat=True).get(pk=pk)
    return engine.read({path: text.encode() for path, text in files.items()})
