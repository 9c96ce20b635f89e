"""A file page by page, with the marks that say where something must be put right."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from yimen.domains.cases.actions.mark_material import LONGEST, mark_material
from yimen.domains.cases.actions.remove_mark import remove_mark
from yimen.domains.cases.actions.request_correction import CORRECT
from yimen.domains.cases.marks import AREAS, Mark, marks_of
from yimen.domains.cases.models import Material
from yimen.domains.cases.queries import service_of
from yimen.ground.accounts import gate
from yimen.ground.errors import NotFound, Stale
from yimen.ground.files.queries import pages_of
from yimen.ground.files.response import page_response
from yimen.ground.processes.models import Task
from yimen.portals.desk.acts import Refused, at_field
from yimen.portals.desk.desk import Desk, desk_of, note_reading, take, together
from yimen.portals.desk.page import case_page
from yimen.portals.desk.panel import spec
from yimen.portals.desk.present import who_applies
from yimen.portals.desk.views.keeping import gone_page


@gate.officer
@require_http_methods(["GET", "POST"])
def marks(request: gate.SignedInVisit, number: str, row: int) -> HttpResponse:
    """One page of a file to look at, its marks, and the form for another one."""
    desk = desk_of(request, number)
    found = seen_file(desk, row)
    if found.file.is_gone:
        return gone_page(desk, found)
    if request.method == "GET":
        note_reading(request, desk, "read-material", material=found.material, row=str(found.pk))
        return _show(desk, found)
    try:
        if not _takes_in(desk):
            # Asked before anything is taken up: a mark must not put another kind of task into somebody's hands.
            raise Stale("这件申请现在不在受理这一步", "标记跟着补正告知走，受理以后不能再加。")
        task = take(desk)
        if "remove_mark" in request.POST:
            together(desk, lambda: _remove(desk, task))
        else:
            # Before the case is locked: counting pages takes a process of its own.
            pages = pages_of(found.file)
            together(desk, lambda: _add(desk, task, found, pages))
    except Stale as error:
        return case_page(desk_of(request, number), status=409, stale=error)
    except Refused as error:
        desk.failures = error.failures
        return _show(desk, found, status=422)
    return redirect(f"{reverse('desk:marks', args=[number, row])}?page={_page(desk)}")


def _add(desk: Desk, task: Task, row: Material, pages: int) -> None:
    x, y = _point(desk)
    told = {"pages": pages, "page": _whole(desk.typed("page")), "x": x, "y": y}
    at_field(
        lambda: mark_material(
            actor=desk.actor,
            case=desk.case,
            task=task,
            row=row.pk,
            text=desk.typed("text"),
            now=desk.request.now,
            **told,
        ),
        lambda error: "text",
    )


def _remove(desk: Desk, task: Task) -> None:
    remove_mark(
        actor=desk.actor, case=desk.case, task=task, mark=_whole(desk.typed("remove_mark")), now=desk.request.now
    )


@gate.officer
@require_safe
def page(request: gate.SignedInVisit, number: str, row: int, page: int) -> HttpResponse:
    """One page of a file as a picture, for posts that may see this material."""
    return page_response(seen_file(desk_of(request, number), row).file, page)


def seen_file(desk: Desk, row: int) -> Material:
    """A file whose material the own posts may see. Raises NotFound as if there were none."""
    found = Material.objects.filter(case=desk.case, pk=row).select_related("file").first()
    if found is None or not desk.sight.sees(found.material):
        raise NotFound("没有找到这份材料", "回到办件页面，从列出的材料里打开。")
    return found


def _show(desk: Desk, row: Material, status: int = 200) -> HttpResponse:
    case, pages = desk.case, pages_of(row.file)
    at = min(_page(desk), max(pages, 1))
    told = [one for one in marks_of(case).get(row.material, []) if one.row.pk == row.pk]
    names = {one["id"]: one["name"] for one in service_of(case).meta["materials"]}
    shown = {
        "nav": "desk",
        "case": case,
        "desk": desk,
        "applicant": who_applies(case),
        "material": names.get(row.material, ""),
        "row": row,
        "page": at,
        "pages": [{"page": n, "marks": _on(told, n)} for n in range(1, pages + 1)],
        "here": [one for one in told if one.page == at],
        "marks": told,
        "picture": reverse("desk:page", args=[case.number, row.pk, at]),
        "may_mark": _may_mark(desk),
        "told": hasattr(case, "correction"),
        "free": desk.task is not None and desk.task.claimed_by_id is None and not hasattr(case, "correction"),
        "area": spec(
            desk,
            "area",
            "在这一页的哪里",
            "select",
            options=[{"value": str(n), "label": one, "hint": ""} for n, one in enumerate(AREAS)],
            hint="也可以直接在图上点那个地方",
        ),
        "text": spec(desk, "text", "这里要改什么", max_length=LONGEST, hint="申请人照着改，写具体"),
        "errors": [{"key": key, "sentence": sentence} for key, sentence in desk.failures.items()],
    }
    return render(desk.request, "desk/marks.html", shown, status=status)


def _on(marks: list[Mark], page: int) -> int:
    return sum(one.page == page for one in marks)


def _may_mark(desk: Desk) -> bool:
    return desk.mine and _takes_in(desk) and not hasattr(desk.case, "correction")


def _takes_in(desk: Desk) -> bool:
    return desk.task is not None and desk.task.act == "accept" and CORRECT in desk.task.outcomes


def _page(desk: Desk) -> int:
    return max(_whole(desk.request.POST.get("page") or desk.request.GET.get("page", "1")), 1)


def _point(desk: Desk) -> tuple[int, int]:
    """Where the picture was clicked, in per cent; without that the middle of the chosen part of the page."""
    told = (desk.typed("x"), desk.typed("y"))
    if all(told):
        return _whole(told[0]), _whole(told[1])
    areas = {str(n): point for n, point in enumerate(AREAS.values())}
    if desk.typed("area") not in areas:
        raise Refused({"area": "还没有选在哪里。选一块，或者在图上点一下"})
    return areas[desk.typed("area")]


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
