"""Files for the materials of a case: shown as cards, taken in one by one, given out again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from yimen.domains.cases.actions.add_material import MOST, add_material
from yimen.domains.cases.actions.reuse_material import reuse_material
from yimen.domains.cases.display import file_row, files_by_material, upload_name
from yimen.domains.cases.models import Case, Material
from yimen.domains.cases.reuse import reusable
from yimen.ground.accounts import gate
from yimen.ground.calendar.moment import CITY
from yimen.ground.documents.subject import Subject
from yimen.ground.errors import DomainError
from yimen.ground.files.actions.drop_incoming import drop_incoming
from yimen.ground.files.check import MEGABYTES
from yimen.ground.files.incoming import received
from yimen.ground.files.models import size_text
from yimen.ground.files.queries import incoming_by_code, incoming_of

# Exactly these: an iPhone then hands a JPEG in, not the HEIC that nobody can open.
ACCEPT = ".pdf,.jpg,.jpeg,.png,.webp,application/pdf,image/jpeg,image/png,image/webp"
HINT = f"PDF 或者照片（JPG、PNG、WebP），一个文件最大 {MEGABYTES} MB，最多 {MOST} 个，可以一次选几个"
PICTURES = (".png", ".jpg", ".webp")
NOTHING_CHOSEN = "还没有选文件。先选文件，再点“上传”"
NONE_CHOSEN = "还没有选用哪一份。先选一份，再点“用这一份”"


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


def take_over(request: gate.SignedInVisit, case: Case, wanted: Sequence[Mapping[str, Any]]) -> Taken:
    """用这一份: the chosen file of an earlier case, for the material whose button was pressed."""
    taken, material = Taken(), request.POST.get("take_over", "")
    if material not in {one["id"] for one in wanted}:
        return taken
    chosen = number_in(request.POST.get(f"reuse-{material}", ""))
    if not chosen:
        taken.refused[material] = [NONE_CHOSEN]
        return taken
    try:
        actor = request.user.actor(request.now)
        reuse_material(actor=actor, case=case, material=material, row=chosen, now=request.now)
        taken.kept += 1
    except DomainError as error:
        taken.refused[material] = [f"{error.sentence}。{error.advice}"]
    return taken


def drop(request: gate.SignedInVisit, case: Case) -> None:
    """不传了: what has arrived of a large file goes. Twice, or somebody else's: nothing happens."""
    code = request.POST.get("drop_upload", "")
    actor = request.user.actor(request.now)
    if found := incoming_by_code(actor, Subject("case", case.number), code, request.now):
        drop_incoming(incoming=found)


def broken_off(request: gate.SignedInVisit, case: Case) -> dict[str, list[dict[str, str]]]:
    """By material: the own large files of which a part has arrived, and how much."""
    found: dict[str, list[dict[str, str]]] = {}
    for one in incoming_of(request.user.actor(request.now), Subject("case", case.number), request.now):
        row = {"code": one.code, "name": one.name[:60], "there": size_text(received(one)), "size": size_text(one.size)}
        found.setdefault(one.slot, []).append(row)
    return found


def has_files(request: HttpRequest) -> bool:
    """Whether any file was chosen at all; browsers send an empty one for an input left alone, Django drops it."""
    return bool(request.FILES)


def cards(
    request: gate.SignedInVisit,
    case: Case,
    wanted: Sequence[Mapping[str, Any]],
    refused: Mapping[str, Sequence[str]] | None = None,
) -> list[dict[str, Any]]:
    """The wanted materials as cards, with the files that count now and the earlier ones that could be used again."""
    there, begun = files_by_material(case), broken_off(request, case)
    earlier = {} if request.user.is_staff else reusable(case)
    return [
        {
            **_card(case, one, there.get(one["id"], []), (refused or {}).get(one["id"], ())),
            "broken_off": begun.get(one["id"], []),
            "reusable": [_earlier(row) for row in earlier.get(one["id"], [])],
        }
        for one in wanted
    ]


def _card(
    case: Case, material: Mapping[str, Any], files: Sequence[Material], failures: Sequence[str]
) -> dict[str, Any]:
    """A material with its reason, its blank form and sample, its files, and what the upload component needs."""
    sample = _href(case, material, "sample")
    return {
        **material,
        "blank_href": _href(case, material, "blank"),
        "sample_href": sample,
        "sample_is_picture": sample.endswith(PICTURES),
        "uploads_href": reverse("cases:uploads", args=[case.number]),
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


def _earlier(row: Material) -> dict[str, Any]:
    day = row.added_at.astimezone(CITY)
    return {
        "row": row.pk,
        "name": row.file.name,
        "day": f"{day:%Y年%-m月%-d日}",
        "service": row.case.version.name,
        "number": row.case.number,
    }


def _href(case: Case, material: Mapping[str, Any], what: str) -> str:
    name = str(material.get(what, "")).removeprefix("materials/")
    return reverse("cases:blank", args=[case.number, name]) if name else ""
