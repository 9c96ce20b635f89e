from yimen.domains.supervision.facts.act import Act
from yimen.domains.supervision.facts.record import Fact, Facts
from yimen.ground.accounts.models import posts_of
from yimen.ground.audit.models import Entry


def post(act: Act) -> Facts:
    """Whether the officer held the post that the process names for this step, at that moment."""
    if act.officer is None or act.post is None or not act.by_officer:
        return {}
    held = any(one.pk == act.post.pk for one in posts_of(act.officer, act.at))
    return {"right_post": Fact(held, f"这一步归{act.post}；当时的岗位：{act.entry.authority or '没有岗位'}")}


def handover(act: Act) -> Facts:
    """Of taking a task: the how-manieth officer it is, and what the one before said when giving it back."""
    if act.task is None:
        return {}
    rows = Entry.objects.filter(
        object_kind="case",
        object_ref=act.case.number,
        action__in=["claim-task", "release-task"],
        at__gte=act.task.opened_at,
        pk__lte=act.entry.pk,
    ).order_by("pk")
    moves = [one for one in rows if one.details.get("task") == act.task.node]
    order = list(dict.fromkeys(one.actor_id for one in moves if one.action == "claim-task"))
    last = next((one for one in reversed(moves[:-1]) if one.action == "claim-task"), None)
    if last is None or last.actor_id == act.entry.actor_id or _goes_along(act):
        return {"handlers": Fact(1, "领取记录"), "handover_reason": Fact("", "没有换人")}
    given = next((one for one in reversed(moves) if one.action == "release-task"), None)
    reason = str(given.details.get("reason", "")).strip() if given else ""
    told = f"退回时选的原因：“{reason}”" if reason else "退回时没有选原因"
    return {
        "handlers": Fact(max(2, len(order)), f"从{last.actor_name}换成{act.entry.actor_name}"),
        "handover_reason": Fact(reason, told),
    }


def _goes_along(act: Act) -> bool:
    """Whether whoever takes it is the second officer of a visit: two have it in hands, nobody has changed."""
    assert act.task is not None
    records = act.case.inspections.filter(token=act.task.token, recorded_at__lte=act.at)
    return records.filter(second_id=int(act.entry.actor_id)).exists()
