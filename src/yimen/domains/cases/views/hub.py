from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yimen.domains.cases.queries import lists_of
from yimen.domains.cases.sections import hub_tasks, materials_task
from yimen.domains.cases.states import Status
from yimen.domains.cases.views.filling import case_of, elsewhere, page_of
from yimen.ground.accounts import gate
from yimen.ground.calendar.moment import CITY, legal_day


@gate.filler
@require_safe
def hub(request: gate.SignedInVisit, number: str) -> HttpResponse:
    """Everything that is to be done before the application can be handed in, as tasks in any order."""
    case = case_of(request, number)
    if away := elsewhere(request, case, Status.DRAFT):
        return away
    sections = hub_tasks(case, legal_day(request.now), lists_of(case))
    files = materials_task(case, request.now)
    tasks = [*sections, *([files] if files else [])]
    done = sum(1 for one in tasks if one["state"] == "done")
    check = reverse("cases:check", args=[number])
    page = {
        **page_of(request, case),
        "sections": sections,
        "files": [files] if files else [],
        "total": len(tasks),
        "ready": done == len(tasks),
        "check_href": check,
        "done": done,
        "left": len(tasks) - done,
        "minutes": sum(int(one["minutes"]) for one in tasks if one["state"] != "done"),
        "go_on": next((one["href"] for one in tasks if one["state"] != "done"), check),
        "keep_until": case.keep_until.astimezone(CITY).date(),
    }
    return render(request, "cases/hub.html", page)
