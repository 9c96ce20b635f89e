"""A service in the terms of CPSV-AP 3.2 (Core Public Service Vocabulary Application Profile) as JSON-LD 1.1.

Classes, properties and how often each must stand there: https://semiceu.github.io/CPSV-AP/releases/3.2.0/ and its SHACL
shapes. What has no term there is left out here and stands in ``/services/{slug}``.
"""

from collections.abc import Mapping
from typing import Any

from yimen.engines.service import Service
from yimen.ground.places.models import Organisation
from yimen.portals.api.told import guide_of

CONTEXT: dict[str, Any] = {
    "@version": 1.1,
    "adms": "http://www.w3.org/ns/adms#",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "cv:processingTime": {"@type": "xsd:duration"},
    "cv:hasValue": {"@type": "xsd:double"},
    "dct:modified": {"@type": "xsd:dateTime"},
    "foaf:page": {"@type": "@id"},
}
# The profile has its own class for the region that a body is in charge of.
_UNIT = "http://data.europa.eu/88u/dataset/atu-type"
_LISTS = "http://publications.europa.eu/resource/authority/"
_ZH = "zh-Hans"

# The bodies of the city by role and region.
Bodies = Mapping[tuple[str, str], Organisation]


def document(graph: list[dict[str, Any]]) -> dict[str, Any]:
    """A JSON-LD document of these things."""
    return {"@context": CONTEXT, "@graph": graph}


def public_service(row: Mapping[str, Any], found: Service, bodies: Bodies) -> dict[str, Any]:
    """``row``: the service as ``told.service_row`` tells it; its address is the service's identifier."""
    here = row["links"]["self"]
    parts = [_service(f"{here}#part-{part.id}", part.service, bodies) for part in found.parts]
    return {
        **_service(here, found, bodies),
        "adms:versionNotes": f"第 {row['version']} 版",
        "dct:modified": row["published_at"].isoformat(),
        "foaf:page": row["links"]["page"],
        **({"dct:requires": parts} if parts else {}),
    }


def _service(here: str, found: Service, bodies: Bodies) -> dict[str, Any]:
    meta: Mapping[str, Any] = guide_of(found)
    region, phones = meta.get("region", {}), meta.get("phones", {})
    english = [_said(meta["name_en"], "en")] if "name_en" in meta else []
    told = {
        "@id": here,
        "@type": "cpsv:PublicService",
        "dct:identifier": meta["slug"],
        "dct:title": [_said(meta["name"]), *english],
        "dct:description": _said(meta.get("summary") or meta["name"]),
        "dct:language": {"@id": f"{_LISTS}language/ZHO", "@type": "dct:LinguisticSystem"},
        "dct:type": _concept(meta.get("code", {}).get("task_type_name", "")),
        "dct:audience": [_concept(one) for one in meta.get("audience", [])],
        "dcat:keyword": [_said(phrase) for phrase in meta.get("phrases", [])],
        "dct:spatial": _place(region),
        "cv:thematicArea": [_concept(topic) for topic in meta.get("topics", [])],
        "cv:hasCompetentAuthority": _authority(meta, bodies),
        "cv:contactPoint": {"@type": "cv:ContactPoint", "cv:telephone": phones.get("consult", "")},
        "cv:hasChannel": [_channel(here, at, one) for at, one in enumerate(meta.get("channels", []), 1)],
        "cv:hasLegalResource": [_law(one) for one in meta.get("legal_basis", [])],
        "cpsv:hasInput": [_evidence(here, one) for one in meta.get("materials", [])],
        "cpsv:produces": [_output(here, at, one) for at, one in enumerate(meta.get("results", []), 1)],
    }
    if "fee" in meta:
        told["cv:hasCost"] = _cost(here, meta["fee"])
    if "value" in (promised := meta.get("limits", {}).get("promised", {})):
        told["cv:processingTime"] = _duration(promised)
    return {name: value for name, value in told.items() if value not in ([], None)}


def _said(text: str, language: str = _ZH) -> dict[str, str]:
    return {"@value": text, "@language": language}


def _concept(word: str) -> dict[str, Any] | None:
    """A word of a code table of ours: it has no address, so it is told by its label."""
    return {"@type": "skos:Concept", "skos:prefLabel": _said(word)} if word else None


def _authority(meta: Mapping[str, Any], bodies: Bodies) -> dict[str, Any]:
    told, region = meta.get("deciding_body", {}), meta.get("region", {})
    body = bodies.get((told.get("role", ""), region.get("code", "")))
    return {
        "@type": "cv:PublicOrganisation",
        "dct:identifier": body.code if body else told.get("code") or told.get("role", ""),
        "skos:prefLabel": _said(body.name if body else told.get("name") or meta.get("department", "")),
        "dct:spatial": {**_place(region), "@type": ["dct:Location", _UNIT]},
    }


def _place(region: Mapping[str, str]) -> dict[str, Any]:
    named = _said(region.get("name", ""))
    return {"@type": "dct:Location", "dct:identifier": region.get("code", ""), "skos:prefLabel": named}


def _channel(here: str, at: int, channel: Mapping[str, str]) -> dict[str, Any]:
    return {
        "@type": "cv:Channel",
        "dct:identifier": f"{here}#channel-{at}",
        "dct:type": {**(_concept(channel["name"]) or {}), "skos:notation": channel["kind"]},
        "dct:description": _said(channel.get("note") or channel["name"]),
    }


def _cost(here: str, fee: Mapping[str, Any]) -> dict[str, Any]:
    told = {"@type": "cv:Cost", "dct:identifier": f"{here}#cost", "dct:description": _said(fee.get("plain", ""))}
    # A sum is decided case by case; only “nothing” is known beforehand.
    currency = {"@id": f"{_LISTS}currency/CNY", "@type": "skos:Concept"}
    return told if fee["charge"] else {**told, "cv:hasValue": "0", "cv:currency": currency}


def _law(basis: Mapping[str, str]) -> dict[str, Any]:
    title = _said(f"{basis['document']} {basis.get('article', '')}".strip())
    return {"@type": "eli:LegalResource", "dct:title": title, "dct:description": _said(basis.get("gist", ""))}


def _duration(promised: Mapping[str, Any]) -> str:
    """ISO 8601. Working days have no sign there; the guide tells them apart."""
    return f"P{promised['value']}D"


def _evidence(here: str, material: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "@id": f"{here}-{material['id']}" if "#" in here else f"{here}#{material['id']}",
        "@type": "cv:Evidence",
        "dct:identifier": material["id"],
        "dct:title": _said(material["name"]),
    }


def _output(here: str, at: int, result: Mapping[str, Any]) -> dict[str, Any]:
    id = result.get("id", f"result-{at}")
    return {
        "@id": f"{here}-{id}" if "#" in here else f"{here}#{id}",
        "@type": "cv:Output",
        "dct:identifier": id,
        "dct:title": _said(result["name"]),
    }
