"""Files on their way out: what was handed in, its marked pages, and the blank forms of the case's own version."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from yimen.domains.cases.marks import told_marks
from yimen.domains.cases.queries import service_of
from yimen.domains.cases.views.filling import case_of
from yimen.domains.catalogue.reports.actions.count_download import count_download
from yimen.ground.accounts import gate
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import NotFound
from yimen.ground.files.response import download_response, file_response, page_response


@gate.filler
@require_safe
def file(request: gate.SignedInVisit, number: str, row: int) -> HttpResponse:
    """A file of one's own case, shown in the browser. What was taken back is not given out any more."""
    case = case_of(request, number)
    found = case.materials.filter(pk=row, removed_at=None).select_related("file").first()
    if found is None:
        raise NotFound("没有找到这个文件", "回到材料清单看看；可能已经删掉了。")
    if request.user.is_staff:
        actor = request.user.actor(request.now)
        details = {"material": found.material}
        record(actor, "read-material", object_kind="case", object_ref=number, at=request.now, details=details)
    return file_response(found.file, inline=True)


@gate.filler
@require_safe
def page(request: gate.SignedInVisit, number: str, row: int, page: int) -> HttpResponse:
    """A page of an own file as a picture, where the correction notice has marked something on it.

    Also of one that was taken back since: the mark is on the old one.
    """
    case = case_of(request, number)
    marked = {(one.row.pk, one.page): one.row for found in told_marks(case).values() for one in found}
    if (row, page) not in marked:
        raise NotFound("没有找到这一页", "回到补正页面看看。")
    return page_response(marked[row, page].file, page)


@gate.filler
@require_safe
def blank(request: gate.SignedInVisit, number: str, name: str) -> HttpResponse:
    """A blank form or sample to download, as it was when the application began (行政许可法 29: forms are free)."""
    case = case_of(request, number)
    content = service_of(case).files.get(f"materials/{name}")
    if content is None:
        raise NotFound("没有找到这份空白表", "回到材料清单，从那里下载。")
    if request.method == "GET":
        count_download(slug=service_of(case).slug, name=name, day=legal_day(request.now))
    return download_response(name, content)
