"""A service in the terms of CPSV-AP 3.2 (Core Public Service Vocabulary Application Profile) as JSON-LD 1.1.

Classes and properties: https://semiceu.github.io/CPSV-AP/releases/3.2.0/. What has no term there is left out here and
stands in ``/services/{slug}``.
"""

from collections.abc import Mapping
from typing import Any

from yimen.engines.service import Service
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
    meta: Mapping[str, Any] = guide_of(found)
    here = row["links"]["self"]
    region, body, phones = meta.get("region", {}), meta.get("deciding_body", {}), meta.get("phones", {})
    english = [_said(meta["name_en"], "en")] if "name_en" in meta else []
    told = {
        "@id": here,
        "@type": "cpsv:PublicService",
        "dct:identifier": meta["slug"],
        "adms:versionNotes": f"第 {row['version']} 版",
        "dct:title": [_said(meta["name"], _ZH), *english],
        "dct:description": _said(meta.get("summary", ""), _ZH),
        "dct:language": {"@id": "http://publications.europa.eu/resource/authority/language/ZHO"},
        "dct:modified": row["published_at"].isoformat(),
        "dct:type": _said(meta.get("code", {}).get("task_type_name", ""), _ZH),
        "dcat:keyword": [_said(phrase, _ZH) for phrase in meta.get("phrases", [])],
        "dct:spatial": _place(region),
        "foaf:page": row["links"]["page"],
        "cv:thematicArea": [_said(topic, _ZH) for topic in meta.get("topics", [])],
        "cv:hasCompetentAuthority": {
            "@type": "cv:PublicOrganisation",
            "dct:identifier": body.get("code") or body.get("role", ""),
            "dct:title": _said(meta.get("department", ""), _ZH),
        },
        "cv:contactPoint": {"@type": "schema:ContactPoint", "schema:telephone": phones.get("consult", "")},
        "cv:hasChannel": [_channel(one) for one in meta.get("channels", [])],
        "cv:hasLegalResource": [_law(one) for one in meta.get("legal_basis", [])],
        "cpsv:hasInput": [_evidence(here, one) for one in meta.get("materials", [])],
        "cpsv:produces": [_output(here, at, one) for at, one in enumerate(meta.get("results", []), 1)],
        "dct:requires": [{"dct:title": part.name, "dct:identifier": part.service.slug} for part in found.parts],
    }
    if "fee" in meta:
        told["cv:hasCost"] = _cost(meta["fee"])
    if "value" in (promised := meta.get("limits", {}).get("promised", {})):
        told["cv:processingTime"] = _duration(promised)
    return told


def _said(text: str, language: str) -> dict[str, str]:
    return {"@value": text, "@language": language}


def _place(region: Mapping[str, str]) -> dict[str, Any]:
    named = _said(region.get("name", ""), _ZH)
    return {"@type": "dct:Location", "dct:identifier": region.get("code", ""), "dct:title": named}


def _channel(channel: Mapping[str, str]) -> dict[str, Any]:
    told = {"dct:title": _said(channel["name"], _ZH), "dct:description": _said(channel.get("note", ""), _ZH)}
    return {"@type": "cv:Channel", "dct:type": channel["kind"], **told}


def _cost(fee: Mapping[str, Any]) -> dict[str, Any]:
    # A sum is decided case by case; only “nothing” is known beforehand.
    value = {} if fee["charge"] else {"cv:value": "0", "cv:currency": "CNY"}
    return {"@type": "cv:Cost", "dct:description": _said(fee.get("plain", ""), _ZH), **value}


def _law(basis: Mapping[str, str]) -> dict[str, Any]:
    title = _said(f"{basis['document']} {basis.get('article', '')}".strip(), _ZH)
    return {"@type": "eli:LegalResource", "dct:title": title, "dct:description": _said(basis.get("gist", ""), _ZH)}


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


def _output(here: str, at: int, result: Mapping[str, Any]) -> dict[str, Any]:
    id = result.get("id", f"result-{at}")
    return {
        "@id": f"{here}#{id}",
        "@type": "cpsv:Output",
        "dct:identifier": id,
        "dct:title": _said(result["name"], _ZH),
    }
