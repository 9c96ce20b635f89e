"""Files for the materials of a case: shown as cards, taken in one by one, given out again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from yimen.domains.cases.actions.add_material import MOST, add_material
from yimen.domains.cases.display import file_row, files_by_material, upload_name
from yimen.domains.cases.models import Case, Material
from yimen.ground.accounts import gate
from yimen.ground.errors import DomainError
from yimen.ground.files.check import MEGABYTES

# Exactly these: an iPhone then hands a JPEG in, not the HEIC that nobody can open.
ACCEPT = ".pdf,.jpg,.jpeg,.png,.webp,application/pdf,image/jpeg,image/png,image/webp"
HINT = f"PDF 或者照片（JPG、PNG、WebP），一个文件最大 {MEGABYTES} MB，最多 {MOST} 个，可以一次选几个"
NOTHING_CHOSEN = "还没有选文件。先选文件，再点“上传”"


@dataclass(slots=True)
class Taken:
    """What came of a post with files: how many were kept, and per material the sentences of those that were not."""

    kept: int = 0
    refused: dict[str, list[str]] = field(default_factory=dict)

    @property
    def errors(self) -> list[dict[str, str]]:
        """For the error summary; each line leads to the material."""
        return [
            {"key": upload_name(material), "sentence": sentence}
            for material, sentences in self.refused.items()
            for sentence in sentences
        ]


def number_in(text: str) -> int:
    """The row that a 删除 button names; 0, which no row has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def take(request: gate.SignedInVisit, case: Case, wanted: Sequence[Mapping[str, Any]]) -> Taken:
    """Keep what was sent for the wanted materials. A file that is refused keeps no other from being taken."""
    taken = Taken()
    for material in wanted:
        for upload in request.FILES.getlist(upload_name(material["id"])):
            try:
                add_material(
                    actor=request.user.actor(request.now),
                    case=case,
                    material=material["id"],
                    upload=upload,
                    now=request.now,
                )
                taken.kept += 1
            except DomainError as error:
                sentence = f"{(upload.name or '')[:60]}：{error.sentence}。{error.advice}"
                taken.refused.setdefault(material["id"], []).append(sentence)
    return taken


def has_files(request: HttpRequest) -> bool:
    """Whether any file was chosen at all; browsers send an empty one for an input left alone, Django drops it."""
    return bool(request.FILES)


def card(case: Case, material: Mapping[str, Any], files: Sequence[Material], failures: Sequence[str]) -> dict[str, Any]:
    """A material with its reason, its blank form, its files, and what the upload component needs."""
    return {
        **material,
        "blank_href": _blank_href(case, material),
        "lacking": not files,
        "upload": {
            "key": upload_name(material["id"]),
            "label": f"选文件：{material['name']}",
            "hint": HINT,
            "required": True,
            "accept": ACCEPT,
            "failure": "；".join(failures),
            "files": [{**file_row(case, one), "remove": one.pk} for one in files],
        },
    }


def cards(
    case: Case, wanted: Sequence[Mapping[str, Any]], refused: Mapping[str, Sequence[str]] | None = None
) -> list[dict[str, Any]]:
    """The wanted materials as cards, with the files that count now."""
    there = files_by_material(case)
    return [card(case, one, there.get(one["id"], []), (refused or {}).get(one["id"], ())) for one in wanted]


def _blank_href(case: Case, material: Mapping[str, Any]) -> str:
    name = str(material.get("blank", "")).removeprefix("materials/")
    return reverse("cases:blank", args=[case.number, name]) if name else ""
