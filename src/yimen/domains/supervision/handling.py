"""What each step of a finding begins with and ends with: the row locked, the text complete, the statement kept."""

from datetime import datetime

from yimen.domains.supervision.models import TEXT_LENGTH, Finding, Statement
from yimen.domains.supervision.states import Kind, State, may_follow
from yimen.ground.accounts.models import Account
from yimen.ground.audit.record import record
from yimen.ground.errors import Fault, Incomplete, Stale


def locked(finding: Finding) -> Finding:
    """The row as it is now, for nobody else to change meanwhile."""
    return Finding.objects.select_for_update(of=("self",)).select_related("rulebook", "body").get(pk=finding.pk)


def require_next(finding: Finding, later: State) -> None:
    """Raises Stale when the finding is not where this step begins."""
    if not may_follow(finding.state, later):
        raise Stale("这条监督记录刚刚已经办到别的环节", "刷新页面看最新状态。")


def checked(text: str, missing: str, *, upheld: bool | None = None, judges: bool = False) -> str:
    """The text that must be written. Raises Incomplete: nothing there, too long, or no decision where one is due."""
    told = text.strip()
    faults = [Fault("upheld", "选认定，或者撤销")] if judges and upheld is None else []
    over = len(told) - TEXT_LENGTH
    if not told:
        faults.append(Fault("text", missing))
    elif over > 0:
        faults.append(Fault("text", f"这里最多写 {TEXT_LENGTH} 个字，现在多了 {over} 个，删短一点"))
    if faults:
        raise Incomplete(faults)
    return told


def state(
    finding: Finding, officer: Account, kind: Kind, text: str, later: State, now: datetime, upheld: bool | None = None
) -> None:
    """Keep the statement, move the finding on, leave the evidence. Part of the caller's transaction."""
    Statement.objects.create(finding=finding, kind=kind, text=text, upheld=upheld, by=officer, at=now)
    finding.state = later
    finding.save(update_fields=["state", "appeal_by"])
    details = {} if upheld is None else {"upheld": upheld}
    ref = finding.number
    record(officer.actor(now), f"{kind}-finding", object_kind="finding", object_ref=ref, at=now, details=details)
