"""The payment file: the only place where account numbers stand in full."""

import csv
import io
from collections.abc import Iterable

from yimen.domains.benefits import months
from yimen.domains.benefits.models import PaymentLine

HEAD = ("序号", "姓名", "身份证号", "领取方式", "户名", "账号", "金额（元）", "所属月份", "类别", "说明")
# With the mark at its beginning, Excel reads the file as UTF-8.
_BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def payment_file(lines: Iterable[PaymentLine]) -> bytes:
    """A CSV file, UTF-8 with BOM, one line per payment in the order given."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow(HEAD)
    for position, line in enumerate(lines, 1):
        one = line.entitlement
        row = (one.recipient, one.id_number, line.account_way, line.account_name, line.account_number)
        rest = (f"{line.amount:.2f}", months.key(line.month), line.get_kind_display(), line.why)
        table.writerow([position, *(_plain(text) for text in (*row, *rest))])
    return (_BOM + written.getvalue()).encode()


def _plain(text: str) -> str:
    """A text that a table program would take for a formula is marked as text: names come from forms."""
    return f"'{text}" if text.startswith(_FORMULA) else text
