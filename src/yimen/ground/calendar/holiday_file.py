"""The holiday file of a year in the layout of holiday-cn, as officers download and upload it."""

import json
from collections.abc import Mapping

from yimen.engines.clock import ClockError, read_holidays
from yimen.engines.forms.text import plain
from yimen.ground.calendar.order import OrderedDay

LARGEST = 256 * 1024


class FileFault(ValueError):
    """A file that cannot be read; the message is a sentence that says what to do."""


def read_file(content: bytes, year: int) -> tuple[str, list[OrderedDay]]:
    """Source (its ``papers``) and days of the order of ``year``.

    Raises:
        FileFault: too large, no JSON, of another year, or with rows that make no sense.
    """
    if len(content) > LARGEST:
        raise FileFault("文件超过 256 KB，全年的放假安排不会这么大，换一个文件")
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise FileFault("文件不是 JSON，换一个文件，或者把安排粘贴到下面") from error
    if not isinstance(document, Mapping):
        raise FileFault("文件里没有放假安排，要有 year 和 days 两项")
    try:
        calendar = read_holidays([document])
    except ClockError as error:
        raise FileFault(plain(str(error).rstrip("。"))) from error
    if document["year"] != year:
        raise FileFault(f"文件是 {document['year']} 年的，这里是 {year} 年，换一个文件或者换一年")
    days = sorted(calendar.holidays | calendar.make_up_days)
    return _source(document), [OrderedDay(day, day in calendar.holidays, plain(calendar.names[day])) for day in days]


def _source(document: Mapping[str, object]) -> str:
    papers = document.get("papers")
    return plain("；".join(str(paper) for paper in papers)) if isinstance(papers, list) else ""
