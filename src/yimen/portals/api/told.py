"""Services, versions and bodies as the interface tells them."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from yimen.domains.catalogue.models import Version
from yimen.domains.catalogue.queries import definition
from yimen.engines.service import Service
from yimen.ground.places.models import Organisation
from yimen.portals.api.shapes import GUIDE, ONLY_GUIDE


def absolute(request: HttpRequest, name: str, *args: object) -> str:
    """The whole address of an operation or of a page."""
    return request.build_absolute_uri(reverse(name, args=args))


def service_row(request: HttpRequest, version: Version) -> dict[str, Any]:
    slug = version.item.slug
    return {
        "slug": slug,
        "name": version.name,
        "summary": version.summary,
        "version": version.number,
        "fingerprint": version.fingerprint,
        "published_at": version.published_at,
        "links": {
            "self": absolute(request, "api:service", slug),
            "page": absolute(request, "citizen:service", slug),
            "cpsv": absolute(request, "api:service-cpsv", slug),
            "versions": absolute(request, "api:versions", slug),
        },
    }


def service_detail(request: HttpRequest, version: Version) -> dict[str, Any]:
    found = definition(version)
    parts = [{"id": one.id, "name": one.name, "slug": one.service.slug} for one in found.parts]
    return {
        **service_row(request, version),
        "guide": guide_of(found),
        "guide_text": found.guide,
        "parts": parts,
    }


def guide_of(found: Service) -> dict[str, Any]:
    """What service.yaml says to readers."""
    told: Mapping[str, Any] = found.meta
    return {name: told[name] for name in (*GUIDE, *ONLY_GUIDE) if name in told}


def version_row(request: HttpRequest, version: Version) -> dict[str, Any]:
    return {
        "slug": version.item.slug,
        "version": version.number,
        "name": version.name,
        "fingerprint": version.fingerprint,
        "published_at": version.published_at,
        "current": version.item.current_id == version.pk,
        "href": absolute(request, "api:version", version.item.slug, version.number),
    }


def file_rows(request: HttpRequest, version: Version, found: Service) -> list[dict[str, Any]]:
    where = (version.item.slug, version.number)
    return [
        {
            "path": path,
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "href": absolute(request, "api:file", *where, path),
        }
        for path, content in sorted(found.files.items())
    ]


def body_row(body: Organisation) -> dict[str, Any]:
    return {
        "code": body.code,
        "name": body.name,
        "role": body.role,
        "region": body.region_id,
        "region_name": body.region.name,
        "address": body.address,
        "phone_consult": body.phone_consult,
        "phone_complain": body.phone_complain,
    }
