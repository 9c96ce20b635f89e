from datetime import datetime

from django.db import transaction

from yimen.domains.cases.answering import answering_posts, demanded
from yimen.domains.cases.errors import ConsultationRefused
from yimen.ground.accounts.models import Account
from yimen.ground.audit.record import record
from yimen.ground.errors import NotAllowed
from yimen.ground.places.models import Post


@transaction.atomic
def set_answering_post(*, officer: Account, post: int, answers: bool, now: datetime) -> bool:
    """From now on other bodies may ask this post for an opinion, or may no more. Returns False when it is so already.

    What was asked already stays and is still to be answered.

    Args:
        post: the key of the post.

    Raises:
        NotAllowed: the officer is no operator, or the post is of a body that is not the officer's to set.
        ConsultationRefused: nobody holds the post and would answer; or a service in force makes officers hear it.
    """
    found = answering_posts(officer, now).filter(pk=post).first()
    if found is None:
        raise NotAllowed("这个岗位不归您设置", "告诉那个单位的业务系统管理员。")
    row = Post.objects.select_for_update().get(pk=post)
    if row.gives_opinions == answers:
        return False
    if answers and not found.held:  # type: ignore[attr-defined]
        raise ConsultationRefused(f"{found}现在没有人任职，问了也没有人答复", "先安排人到这个岗位，再让别的部门来问。")
    if not answers and (service := demanded().get((found.organisation.role, found.code))):
        raise ConsultationRefused(f"“{service}”规定要听{found}的意见，不能停", "事项改了以后再停。")
    row.gives_opinions = answers
    row.save(update_fields=["gives_opinions"])
    record(
        officer.actor(now),
        "set-answering-post",
        object_kind="post",
        object_ref=f"{found.organisation.code}/{found.code}",
        at=now,
        details={"was": not answers, "is": answers},
    )
    return True
