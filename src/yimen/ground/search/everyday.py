"""What the data file says about words: filler, synonyms, what is asked about a thing."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from yimen.ground.search.tokens import plain

FILE = Path(__file__).parent / "data" / "everyday.yaml"


@dataclass(frozen=True)
class Intent:
    """What is asked about a thing: how people say it, how names say it."""

    said: tuple[str, ...]
    named: tuple[str, ...]


@dataclass(frozen=True)
class Everyday:
    filler: frozenset[str]
    weak: frozenset[str]
    vague: frozenset[str]
    special: tuple[str, ...]
    any_shop: frozenset[str]
    shops: frozenset[str]
    meals: frozenset[str]
    synonyms: Mapping[str, tuple[str, ...]]
    intents: Mapping[str, Intent]
    said: Mapping[str, str]
    ages: Mapping[int, tuple[str, ...]]
    longest: int


@lru_cache(maxsize=1)
def everyday() -> Everyday:
    """The data file, read once per process."""
    told = yaml.safe_load(FILE.read_text())
    intents = {name: Intent(tuple(one["said"]), tuple(one["named"])) for name, one in told["intents"].items()}
    said = {plain(word): name for name, intent in intents.items() for word in (*intent.named, *intent.said)}
    grouped = {word: one["names"] for one in told["groups"] for word in one["words"].split()}
    synonyms = {plain(str(word)): tuple(map(plain, names)) for word, names in {**grouped, **told["synonyms"]}.items()}
    filler = frozenset(told["filler"].split())
    return Everyday(
        filler=filler,
        weak=frozenset(told["weak"].split()),
        vague=frozenset(told["vague"].split()),
        special=tuple(told["special"]),
        any_shop=frozenset(told["shops"]["any"].split()),
        shops=frozenset(f"{told['shops']['any']} {told['shops']['meals']}".split()),
        meals=frozenset(told["meals"].split()),
        synonyms=synonyms,
        intents=intents,
        said=said,
        ages={int(years): tuple(names) for years, names in told["ages"].items()},
        longest=max(map(len, (*filler, *synonyms, *said, *told["weak"].split()))),
    )


@lru_cache(maxsize=20_000)
def intent_of_name(name: str) -> str:
    """What a service does with its thing, by its name; empty when the name says nothing of the kind.

    A name that says both begins: 户口登记（注销） is told by its last word, 补领、换领、换发 by its first.
    """
    hits = [(name.rfind(word), key) for key, one in everyday().intents.items() for word in one.named if word in name]
    return max(hits)[1] if hits else ""
