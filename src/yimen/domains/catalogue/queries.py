from functools import lru_cache

from django.db.models import QuerySet

from yimen.domains.catalogue.files import from_json
from yimen.domains.catalogue.models import Item, Version
from yimen.engines import service as engine
from yimen.ground.errors import NotFound
from yimen.ground.search.tokens import signs, tokens


def published() -> QuerySet[Version]:
    """The current version of every service, by name; without the files, which lists never need."""
    current = Item.objects.exclude(current=None).values("current")
    return Version.objects.filter(pk__in=current).select_related("item").defer("files").order_by("name")


def current_version(slug: str) -> Version:
    """Raises NotFound when no such service is published."""
    item = Item.objects.select_related("current__item").filter(slug=slug).first()
    if item is None or item.current is None:
        raise NotFound("没有找到这个事项", "换个说法搜一搜，或者打 12345 问。")
    return item.current


def definition(version: Version) -> engine.Service:
    """The version as the engines know it. Versions never change, so it is read once per process."""
    return _read(version.pk, version.fingerprint)


def definition_by_key(key: str) -> engine.Service:
    """The definition under ``slug@number``."""
    slug, number = key.rsplit("@", 1)
    version = Version.objects.only("pk", "fingerprint").get(item__slug=slug, number=int(number))
    return _read(version.pk, version.fingerprint)


def search(text: str) -> list[Version]:
    """Published services that fit everyday words, best first. Empty when nothing fits.

    The name counts most, then the phrases people use, then the text of the guide.
    """
    words = set(tokens(text))
    plain = text.strip().lower()
    scored = [(_score(version, words, plain), version) for version in published()]
    return [version for score, version in sorted(scored, key=lambda one: -one[0]) if score > 0]


def _score(version: Version, words: set[str], plain: str) -> float:
    # Pairs of signs catch what the tokenizer splits in another way: 小面馆 and 开家面馆 share 面馆.
    pairs = signs(plain)
    terms = version.terms
    whole = 8 * any(phrase.lower() in plain or plain in phrase.lower() for phrase in terms["whole_phrases"] if plain)
    named = 8 * (plain != "" and plain in version.name.lower())
    in_name = 4 * len(words & set(terms["name"]))
    in_phrases = 3 * len(words & set(terms["phrases"])) + len(pairs & set(terms["pairs"]))
    strong = whole + named + in_name + in_phrases
    # Words of the guide's text only rank what was found otherwise: 身份证 stands in every guide.
    return strong and strong + len(words & set(terms["text"])) / max(1, len(words))


@lru_cache(maxsize=256)
def _read(version_id: int, fingerprint: str) -> engine.Service:
    # The fingerprint belongs to the key: a database that was emptied and filled again gives old ids to new content.
    return engine.read(from_json(Version.objects.values_list("files", flat=True).get(pk=version_id)))
