"""A small catalogue: one item with two versions and a draft, one joint service with a part of its own."""

from collections.abc import Mapping

from yimen.engines.service import fingerprint
from yimen.engines.service.archive import Archive, ArchivedDraft, ArchivedItem, ArchivedVersion
from yimen.engines.service.tests import guide_only as example

SLUG = "fireworks-retail"
PICTURE = b"\x89PNG\r\n\x1a\n\x00\x01\xff"


def version(number: int, files: Mapping[str, bytes], parts: Mapping[str, str] | None = None) -> ArchivedVersion:
    told = dict(parts or {})
    whole = {**files, **{f"parts/{id}@": key.encode() for id, key in told.items()}}
    return ArchivedVersion(number, fingerprint(whole), dict(files), told, f"2026-11-{number:02}T01:00:00+00:00")


def archive() -> Archive:
    first = version(1, example.files())
    second = version(2, example.files(guide="## 怎么办\n\n到窗口办。\n") | {"materials/sample.png": PICTURE})
    dated = ArchivedVersion(
        3, first.fingerprint, first.files, {}, "2026-11-03T01:00:00+00:00", "2026-12-01", "2027-11-30"
    )
    draft = ArchivedDraft(
        SLUG,
        example.files(guide="## 谁能办\n\n草稿。\n"),
        {
            "name": "烟花爆竹经营（零售）许可",
            "state": "editing",
            "revision": 4,
            "written_by": [{"id": "7", "name": "沈青"}],
            "created_at": "2026-11-04T01:00:00+00:00",
            "changed_at": "2026-11-05T01:00:00.000001+00:00",
            "base": 3,
            "locked": {"name": "四川省"},
        },
    )
    item = ArchivedItem(SLUG, [first, second, dated])
    return Archive({SLUG: item}, {SLUG: draft})
