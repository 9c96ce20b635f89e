"""An item that is listed and has no guide of its own yet: what is known, what is missing, who to ask."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from yimen.domains.directory.ports import published
from yimen.domains.directory.present import lacking, page_at_source, public_rows, rows_word
from yimen.domains.directory.queries import as_record, effective, elsewhere, entry_at, lacks_of, successor_of
from yimen.ground.accounts import gate
from yimen.ground.errors import NotFound


@gate.public
@require_safe
def item(request: gate.Visit, id: int) -> HttpResponse:
    """The page of an entry; once its service is published, or it was merged into another, the way there."""
    try:
        entry = entry_at(id)
    except NotFound:
        if (now_in := successor_of(id)) is None:
            raise
        return redirect("directory:item", now_in.pk)
    if (address := published([entry.slug]).get(entry.slug)) is not None:
        return redirect(address)
    found = effective(entry)
    page = {
        "nav": "search",
        "entry": entry,
        "rows": public_rows(entry, found),
        "materials": found["materials"].value if "materials" in found else [],
        "fees": rows_word("fees", found["fees"].value) if "fees" in found else "",
        "faq": found["questions"].value if "questions" in found else [],
        "missing": lacking(lacks_of(as_record(entry, found))),
        "elsewhere": elsewhere(entry),
        "at_source": page_at_source(found),
    }
    return render(request, "directory/item.html", page)
