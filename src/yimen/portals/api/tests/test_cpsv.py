"""Every service as linked data keeps to the shapes of CPSV-AP 3.2 (its SHACL: classes, how often, of what kind)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from tests.cast import Cast
from yimen.portals.api.cpsv import CONTEXT

CONCEPT, TEXT = "skos:Concept", "text"


@dataclass(frozen=True)
class Shape:
    """``must``: at least once; ``one``: at most once; ``kinds``: a class, or a text with its language."""

    must: str = ""
    one: str = ""
    kinds: dict[str, str] = field(default_factory=dict)


NAMED = {"dct:title": TEXT, "dct:description": TEXT}
SHAPES = {
    "cpsv:PublicService": Shape(
        "dct:identifier dct:title dct:description cv:hasCompetentAuthority",
        "dct:identifier cv:processingTime adms:status",
        {
            **NAMED,
            "dct:language": "dct:LinguisticSystem",
            "dct:type": CONCEPT,
            "dct:audience": CONCEPT,
            "dcat:keyword": TEXT,
            "dct:spatial": "dct:Location",
            "cv:thematicArea": CONCEPT,
            "cv:hasCompetentAuthority": "cv:PublicOrganisation",
            "cv:contactPoint": "cv:ContactPoint",
            "cv:hasChannel": "cv:Channel",
            "cv:hasLegalResource": "eli:LegalResource",
            "cpsv:hasInput": "cv:Evidence",
            "cpsv:produces": "cv:Output",
            "cv:hasCost": "cv:Cost",
            "dct:requires": "cpsv:PublicService",
        },
    ),
    "cv:PublicOrganisation": Shape(
        "dct:identifier skos:prefLabel dct:spatial",
        "dct:identifier",
        {"skos:prefLabel": TEXT, "dct:spatial": "http://data.europa.eu/88u/dataset/atu-type"},
    ),
    "cv:Channel": Shape("dct:identifier", "dct:identifier dct:type", {"dct:type": CONCEPT, **NAMED}),
    "cv:Cost": Shape(
        "dct:identifier",
        "dct:identifier cv:hasValue cv:currency",
        {"cv:currency": CONCEPT, "dct:description": TEXT},
    ),
    "cv:Evidence": Shape("dct:identifier dct:title", "dct:identifier dct:type", NAMED),
    "cv:Output": Shape("dct:identifier dct:title", "dct:identifier", NAMED),
    "cv:ContactPoint": Shape(),
    "eli:LegalResource": Shape(kinds=NAMED),
    "dct:Location": Shape(kinds={"skos:prefLabel": TEXT}),
    "dct:LinguisticSystem": Shape(),
    CONCEPT: Shape(kinds={"skos:prefLabel": TEXT}),
}


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def things(value: Any) -> Iterator[dict[str, Any]]:
    for one in listed(value):
        if isinstance(one, dict):
            if "@type" in one:
                yield one
            for below in one.values():
                yield from things(below)


def faults(thing: dict[str, Any]) -> Iterator[str]:
    for kind in (one for one in listed(thing["@type"]) if one in SHAPES):
        shape = SHAPES[kind]
        yield from (f"{kind} has no {name}" for name in shape.must.split() if not thing.get(name))
        yield from (f"{kind} has many {name}" for name in shape.one.split() if len(listed(thing.get(name))) > 1)
        for name, wanted in shape.kinds.items():
            for one in listed(thing.get(name, [])):
                right = {"@value", "@language"} == set(one) if wanted == TEXT else wanted in listed(one["@type"])
                if not right:
                    yield f"{kind} {name} is {one}"


def test_every_service_keeps_to_the_shapes_of_the_profile(cast: Cast) -> None:
    graph = Client().get("/api/v1/cpsv?limit=200").json()["@graph"]
    found = list(things(graph))

    assert len(graph) == 19
    assert {one for thing in found for one in listed(thing["@type"])} >= set(SHAPES)
    assert [one for thing in found for one in faults(thing)] == []
    assert not {kind for thing in found for kind in listed(thing["@type"]) if not kind.startswith("http")} - set(SHAPES)


def test_every_term_is_of_a_vocabulary_that_is_named_and_every_address_is_told_once(cast: Cast) -> None:
    graph = Client().get("/api/v1/cpsv?limit=200").json()["@graph"]
    found = list(things(graph))

    terms = {name for thing in found for name in thing if not name.startswith("@")}
    assert {name.split(":")[0] for name in terms} <= set(CONTEXT)
    addresses = [one["@id"] for one in found if "@id" in one and not one["@id"].startswith("http://publications.")]
    assert len(addresses) == len(set(addresses))


def test_a_thing_that_lacks_something_or_has_it_in_another_kind_is_found() -> None:
    output = {"@type": "cv:Output", "dct:title": {"@value": "证"}}

    assert list(faults(output)) == ["cv:Output has no dct:identifier", "cv:Output dct:title is {'@value': '证'}"]
