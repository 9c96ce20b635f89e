"""A service in the terms of CPSV-AP 3.2 (Core Public Service Vocabulary Application Profile) as JSON-LD 1.1.

Classes and properties: https://semiceu.github.io/CPSV-AP/releases/3.2.0/. What has no term there is left out here and
stands in ``/services/{slug}``.
"""

from collections.abc import Mapping
from typing import Any

from yimen.engines.service import Service
from yimen.portals.api.shapes import GUIDE

CONTEXT: dict[str, Any] = {
    "@version": 1.1,
    "adms": "http://www.w3.org/ns/adms#",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "schema": "http://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "cv:processingTime": {"@type": "xsd:duration"},
    "cv:value": {"@type": "xsd:decimal"},
    "dct:modified": {"@type": "xsd:dateTime"},
    "foaf:page": {"@type": "@id"},
}
_ZH = "zh-Hans"


def document(graph: list[dict[str, Any]]) -> dict[str, Any]:
    """A JSON-LD document of these things."""
    return {"@context": CONTEXT, "@graph": graph}


def public_service(row: Mapping[str, Any], found: Service) -> dict[str, Any]:
    """``row``: the service as ``told.service_row`` tells it; its address is the service's identifier."""
    meta: Any = {name: found.meta[name] for name in GUIDE if name in found.meta}  # type: ignore[literal-required]
    here = row["links"]["self"]
    return {
        "@id": here,
        "@type": "cpsv:PublicService",
        "dct:identifier": meta["slug"],
        "adms:versionNotes": f"第 {row['version']} 版",
        "dct:title": [_said(meta["name"], _ZH), _said(meta["name_en"], "en")],
        "dct:description": _said(meta["summary"], _ZH),
        "dct:language": {"@id": "http://publications.europa.eu/resource/authority/language/ZHO"},
        "dct:modified": row["published_at"].isoformat(),
        "dct:type": _said(meta["code"]["task_type_name"], _ZH),
        "dcat:keyword": [_said(phrase, _ZH) for phrase in meta["phrases"]],
        "dct:spatial": {
            "@type": "dct:Location",
            "dct:identifier": meta["region"]["code"],
            "dct:title": meta["region"]["name"],
        },
        "foaf:page": row["links"]["page"],
        "cv:thematicArea": [_said(topic, _ZH) for topic in meta.get("topics", [])],
        "cv:hasCompetentAuthority": {
            "@type": "cv:PublicOrganisation",
            "dct:identifier": meta["deciding_body"]["role"],
            "dct:title": _said(meta["department"], _ZH),
        },
        "cv:contactPoint": {"@type": "schema:ContactPoint", "schema:telephone": meta["phones"]["consult"]},
        "cv:hasChannel": [_channel(one) for one in meta["channels"]],
        "cv:hasCost": _cost(meta["fee"]),
        "cv:hasLegalResource": [_law(one) for one in meta["legal_basis"]],
        "cv:processingTime": _duration(meta["limits"]["promised"]),
        "cpsv:hasInput": [_evidence(here, one) for one in meta["materials"]],
        "cpsv:produces": [_output(here, one) for one in meta.get("results", [])],
        "dct:requires": [{"dct:title": part.name, "dct:identifier": part.service.slug} for part in found.parts],
    }


def _said(text: str, language: str) -> dict[str, str]:
    return {"@value": text, "@language": language}


def _place(region: Mapping[str, str]) -> dict[str, Any]:
    return {"@type": "dct:Location", "dct:identifier": region["code"], "dct:title": _said(region["name"], _ZH)}


def _channel(channel: Mapping[str, str]) -> dict[str, Any]:
    told = {"dct:title": _said(channel["name"], _ZH), "dct:description": _said(channel["note"], _ZH)}
    return {"@type": "cv:Channel", "dct:type": channel["kind"], **told}


def _cost(fee: Mapping[str, Any]) -> dict[str, Any]:
    # A sum is decided case by case; only “nothing” is known beforehand.
    value = {} if fee["charge"] else {"cv:value": "0", "cv:currency": "CNY"}
    return {"@type": "cv:Cost", "dct:description": _said(fee["plain"], _ZH), **value}


def _law(basis: Mapping[str, str]) -> dict[str, Any]:
    title = _said(f"{basis['document']} {basis['article']}", _ZH)
    return {"@type": "eli:LegalResource", "dct:title": title, "dct:description": _said(basis["gist"], _ZH)}


def _duration(promised: Mapping[str, Any]) -> str:
    """ISO 8601. Working days have no sign there; the guide tells them apart."""
    return f"P{promised['value']}D"


def _evidence(here: str, material: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "@id": f"{here}#{material['id']}",
        "@type": "cv:Evidence",
        "dct:identifier": material["id"],
        "dct:title": _said(material["name"], _ZH),
    }


def _output(here: str, result: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "@id": f"{here}#{result['id']}",
        "@type": "cpsv:Output",
        "dct:identifier": result["id"],
        "dct:title": _said(result["name"], _ZH),
    }
