from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from yimen.domains.cases.consultations import ASKED, CURRENT, KIND, answers_to, holds, nameable, posts_to_ask
from yimen.domains.cases.errors import ConsultationRefused
from yimen.domains.cases.events import OpinionAsked
from yimen.domains.cases.handling import checked_text, locked
from yimen.domains.cases.models import Case, Consultation
from yimen.domains.cases.states import Status
from yimen.domains.cases.steps import add_step
from yimen.engines.clock import add_working_days
from yimen.ground.accounts.models import Account, posts_of
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.calendar.queries import working_calendar
from yimen.ground.errors import Stale
from yimen.ground.outbox.announce import announce
from yimen.ground.places.models import Post
from yimen.ground.processes.actions.start import start_process
from yimen.ground.processes.models import Task

DAYS, MOST_DAYS = 3, 15
LONGEST_QUESTION = 1000


@transaction.atomic
def ask_opinion(
    *,
    officer: Account,
    case: Case,
    posts: Collection[int],
    question: str,
    shows: Collection[str],
    days: int,
    now: datetime,
) -> list[Consultation]:
    """征求意见: whoever has the case in hand asks posts of other bodies; each answers by itself. No clock stops.

    Args:
        posts: keys of the posts; each must be registered to answer and belong to another body.
        shows: what the others are shown of the case, ``field.<key>`` or ``material.<id>``; nothing else.
        days: working days until when, counted from tomorrow.

    Raises:
        Stale: the case is decided, or has ended. ConsultationRefused: not the holder of the task, nobody or a wrong
        post, asked before, more shown than the officer sees, too many days. ReasonMissing, NoteTooLong, MissingGlyphs:
        the question.
    """
    case = locked(case)
    if case.status == Status.IN_PARTS:
        raise ConsultationRefused("这件申请分给几个部门办", "打开要问的那一部分，在那里征求。")
    if case.decision:
        raise Stale("这件申请刚刚已经有了决定", "不用再征求意见；刷新页面看最新进度。")
    task = _in_hand(case, officer)
    asked = _checked_posts(case, task, posts)
    told = checked_text(
        question, missing="还没有写要问什么", advice="写清要对方确认哪一点、依据什么。", longest=LONGEST_QUESTION
    )
    _check_not_asked(case, asked, told)
    if not set(shows) <= nameable(case, posts_of(officer, now)):
        raise ConsultationRefused("给对方看的内容里有您的岗位看不到的", "只勾选页面上列出的内容。", "shows")
    if not 1 <= days <= MOST_DAYS:
        raise ConsultationRefused(f"答复的时间是 1 到 {MOST_DAYS} 个工作日", f"一般写 {DAYS} 个工作日。", "days")
    last = add_working_days(legal_day(now), days, working_calendar()).day
    found = []
    for at, post in enumerate(asked, case.consultations.count() + 1):
        assert task.post is not None
        row = Consultation.objects.create(
            number=f"{case.number}-Y{at}",
            case=case,
            node=task.node,
            asking=task.post,
            post=post,
            question=told,
            shows=sorted(set(shows)),
            due_on=last,
            asked_by=officer,
            asked_at=now,
        )
        _begin(officer, row, now)
        found.append(row)
    return found


def _in_hand(case: Case, officer: Account) -> Task:
    task = holds(case, officer.pk)
    if task is None:
        raise ConsultationRefused("这件事不在您手里", "先领取这件，再征求意见；同事领取的，由同事征求。")
    return task


def _checked_posts(case: Case, task: Task, posts: Collection[int]) -> list[Post]:
    assert task.post is not None
    found = Post.objects.filter(pk__in=posts).select_related("organisation")
    chosen = list(found.order_by("organisation__code", "code"))
    own = {case.body_id, task.post.organisation_id}
    if any(one.organisation_id in own for one in chosen):
        raise ConsultationRefused("本单位的岗位不用征求意见", "本单位内部的意见在审查那一步写。", "post")
    allowed = {one.pk for one in posts_to_ask(case, task.post)}
    if not chosen or not {one.pk for one in chosen} <= allowed or len(chosen) != len(set(posts)):
        raise ConsultationRefused("还没有选向谁征求意见", "从列出的部门里至少选一个。", "post")
    return chosen


def _check_not_asked(case: Case, posts: Sequence[Post], question: str) -> None:
    same = case.consultations.filter(post__in=posts, question=question, withdrawn_at=None)
    if before := same.select_related("post__organisation").first():
        who = before.post.organisation.short_name
        raise ConsultationRefused(
            f"这个问题已经问过{who}", "看办件页面上的答复；要补充的，换一个问法再问。", "question"
        )


def _begin(officer: Account, row: Consultation, now: datetime) -> None:
    """Its process, the line in the history, the evidence, the event."""
    actor, case = officer.actor(now), row.case
    variables = {"answers_to": answers_to(case, row.post), "late_on": row.due_on + timedelta(days=1)}
    start_process(actor=actor, definition=CURRENT, kind=KIND, reference=row.number, variables=variables, now=now)
    # The applicant reads whom we ask, not what.
    add_step(case, ASKED, by=actor, now=now, note=row.post.organisation.name)
    details = {"consultation": row.number, "post": row.post_id, "shows": row.shows, "until": row.due_on.isoformat()}
    record(actor, "ask-opinion", object_kind="case", object_ref=case.number, at=now, details=details)
    announce(OpinionAsked(case.pk, case.number, row.pk), now=now)
