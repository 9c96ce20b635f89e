from datetime import date, datetime

from django.db import transaction

from yimen.domains.benefits import months
from yimen.domains.benefits.actions.apply_grounds import apply_grounds
from yimen.domains.benefits.amounts import rule_book
from yimen.domains.benefits.errors import BadAnswer
from yimen.domains.benefits.facts import DECEASED, MISSING, MOVED_OUT, Known
from yimen.domains.benefits.grounds import judge
from yimen.domains.benefits.models import Entitlement, Stop
from yimen.ground.audit import Actor
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import Stale

CHANGES = {DECEASED: "去世", MOVED_OUT: "户籍迁出本地", MISSING: "下落不明"}
SOURCE_LENGTH = 60


@transaction.atomic
def report_change(*, actor: Actor, entitlement: Entitlement, what: str, day: date, source: str, now: datetime) -> Stop:
    """An officer has learned of a death, a move or a disappearance before the registers show it; the rules say what
    follows from which month.

    Args:
        what: a key of ``CHANGES``.
        source: where it is known from; it stands in the letter: ``家属提交的死亡医学证明``.

    Raises:
        BadAnswer: an entry is missing, or the day has not come yet.
        Stale: payment is halted for this or an earlier month already.
    """
    if what not in CHANGES:
        raise BadAnswer("what", "选发生了什么")
    if day > legal_day(now):
        raise BadAnswer("day", "发生的日期在今天以后", "写实际发生的那一天。")
    if not source.strip():
        raise BadAnswer("source", "写明从哪里知道的", "例如“家属提交的死亡医学证明”。")
    if len(source.strip()) > SOURCE_LENGTH:
        raise BadAnswer("source", f"来源最多 {SOURCE_LENGTH} 个字", "写材料的名称就行。")
    known = {what: Known(day, source.strip())}
    grounds = judge(entitlement, known, rule_book(entitlement.service), months.month_at(now))
    halt = apply_grounds(actor=actor, entitlement=entitlement, grounds=grounds, now=now)
    if halt is None:
        raise Stale("这份待遇已经从更早的月份暂停或者停发", "刷新页面看最新状态。")
    return halt
