"""What the actions on drafts share: the draft under a lock, in a state that allows the act."""

from collections.abc import Collection, Mapping
from datetime import date

from yimen.domains.catalogue.errors import Overtaken, WrongState
from yimen.domains.catalogue.files import from_json
from yimen.domains.catalogue.judging import Judged, judge
from yimen.domains.catalogue.models import Draft, Version
from yimen.domains.catalogue.ports import known_lists
from yimen.domains.catalogue.states import WRITABLE, DraftState
from yimen.engines.service import strict_yaml
from yimen.ground.audit import Actor
from yimen.ground.errors import DomainError, NotAllowed


def locked_draft(draft: Draft, states: Collection[DraftState], revision: int | None = None) -> Draft:
    """The row as it is now, locked for this transaction.

    Args:
        revision: the one that the page showed.

    Raises:
        WrongState: it stands elsewhere by now.
        Overtaken: somebody saved it after this page was opened.
    """
    found = Draft.objects.select_for_update().get(pk=draft.pk)
    if found.state not in states:
        raise WrongState(f"这份草稿现在是“{found.word}”，这一步做不了", "回到草稿页面看看现在到了哪一步。")
    if revision is not None and found.revision != revision:
        raise overtaken(found)
    return found


def judged(draft: Draft, revision: int, day: date) -> Judged:
    """What is wrong with the draft as it is stored; before it is locked, for scenarios take a while to play.

    Raises:
        Overtaken: it is not the text that the page showed, so whoever locks it later would decide on another one.
    """
    stored = Draft.objects.only("files", "revision").get(pk=draft.pk)
    if stored.revision != revision:
        raise overtaken(Draft.objects.get(pk=draft.pk))
    return judge(from_json(stored.files), day, known_lists())


def overtaken(draft: Draft) -> Overtaken:
    """Who has saved the draft meanwhile, and that nothing is lost."""
    return Overtaken(
        f"{draft.written_by[-1]['name']}刚保存过这份草稿，您的改动还没有存",
        "下面是您填的内容，旁边是现在存着的；对照着改好，再保存一次。",
    )


def require_writable(draft: Draft) -> None:
    """Raises WrongState when it has been handed in or is settled."""
    if draft.state not in WRITABLE:
        raise WrongState(f"这份草稿现在是“{draft.word}”，不能改", "要改的，先撤回来；已经发布的，另起一份草稿。")


def require_second_person(actor: Actor, draft: Draft) -> None:
    """Raises NotAllowed when the reviewer has written in the draft: two pairs of eyes, not two clicks of one."""
    if actor.id in {one["id"] for one in draft.written_by}:
        raise NotAllowed("您写过这份草稿，不能自己审核", "让没有写过它的审核岗同事来审。")


def wrote(draft: Draft, actor: Actor) -> None:
    """The actor stands among those who wrote in it, as the last one."""
    draft.written_by = [one for one in draft.written_by if one["id"] != actor.id] + [named(actor)]


def named(actor: Actor) -> dict[str, str]:
    return {"id": actor.id, "name": actor.name}


def said_of(files: Mapping[str, bytes], key: str) -> str:
    """A text on the first level of service.yaml; empty when it cannot be read."""
    try:
        told = strict_yaml.load(files.get("service.yaml", b"").decode())
    except ValueError:
        return ""
    found = told.get(key, "") if isinstance(told, dict) else ""
    return found if isinstance(found, str) else ""


def newest_of(slug: str) -> Version | None:
    """The version that was published last, whether or not it is in force yet."""
    return Version.objects.filter(item__slug=slug).order_by("-number").first()


def require_newest_base(draft: Draft) -> None:
    """Raises Overtaken when another version was published since this draft began: it would undo that one in silence."""
    newest = newest_of(draft.slug)
    if (newest and newest.pk) != draft.base_id:
        number = newest.number if newest else 0
        raise Overtaken(
            f"这期间已经发布了第 {number} 版，草稿是照旧的一版写的", "先改以新的一版为底，核对改了什么，再提交。"
        )


class DraftRefused(DomainError):
    """The draft cannot be made or handed in as it is."""

    code = "draft-refused"
