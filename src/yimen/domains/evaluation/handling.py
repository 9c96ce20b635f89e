"""What each step of a follow-up begins with: the row locked, and the officer allowed to judge."""

from yimen.domains.evaluation.errors import OwnRating
from yimen.domains.evaluation.models import NOTE_LENGTH, FollowUp
from yimen.domains.evaluation.states import may_follow
from yimen.ground.audit import Actor
from yimen.ground.errors import Fault, NotAllowed, Stale


def locked(actor: Actor, follow_up: FollowUp) -> FollowUp:
    """The row as it is now, for nobody else to change meanwhile.

    Raises:
        NotAllowed: no officer acts.
        OwnRating: the officer is the one who was rated.
    """
    if actor.kind != "staff":
        raise NotAllowed("差评由工作人员回访核实", "用工作人员账号登录。")
    row = FollowUp.objects.select_for_update(of=("self",)).select_related("rating__case").get(pk=follow_up.pk)
    if row.rated_officers.filter(pk=int(actor.id)).exists():
        raise OwnRating("评价说的是您经办的事，不能由您核实", "由本单位别的岗位处理。")
    return row


def require_next(follow_up: FollowUp, later: str) -> None:
    """Raises Stale when the follow-up is not where this step begins."""
    if not may_follow(follow_up.state, later):
        raise moved_on()


def moved_on() -> Stale:
    return Stale("这条差评刚刚已经处理到别的环节", "刷新页面看最新状态。")


def note_faults(key: str, text: str, missing: str) -> list[Fault]:
    """What is wrong with a text that must be written: nothing there, or too long."""
    if not text:
        return [Fault(key, missing)]
    over = len(text) - NOTE_LENGTH
    return [Fault(key, f"这里最多写 {NOTE_LENGTH} 个字，现在多了 {over} 个，删短一点")] if over > 0 else []
