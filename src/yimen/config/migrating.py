"""`yimen process migrate`: bring what is running to another version of a service, or say what would come of it."""

from collections.abc import Iterator, Mapping, Sequence

from yimen.domains.catalogue.models import Version
from yimen.domains.catalogue.queries import definition_by_key
from yimen.engines import bpmn
from yimen.ground.audit import Actor
from yimen.ground.calendar.moment import now
from yimen.ground.errors import DomainError, NotFound
from yimen.ground.processes.migrating import how_many, migrate_all

_EVERY = 100
# As long as the evidence keeps a name.
_LONGEST = 100


class Report:
    """Lines to print; ``stayed`` is how many could not move, once all lines have been read."""

    def __init__(
        self, actor: Actor, service: str, origin: int, to: int, mapping: Mapping[str, str], *, dry_run: bool
    ) -> None:
        self.actor = actor
        self.origin, self.to = f"{service}@{origin}", f"{service}@{to}"
        self.mapping, self.dry_run = mapping, dry_run
        self.stayed = 0

    def lines(self) -> Iterator[str]:
        """The plan, every instance that stays with its reasons, what changes for those that move, and the sum.

        Raises:
            DomainError: there is no such version, or the mapping names what is in neither.
        """
        yield from self._plan()
        moved, total, word = 0, how_many(self.origin), "可以迁移" if self.dry_run else "已迁移"
        for one in migrate_all(
            actor=self.actor, origin=self.origin, to=self.to, mapping=self.mapping, now=now, dry_run=self.dry_run
        ):
            if one.reasons:
                self.stayed += 1
                yield f"{one.reference}  不能迁移"
                yield from (f"    {reason}" for reason in one.reasons)
            else:
                moved += 1
                if one.notes:
                    yield f"{one.reference}  {word}"
                    yield from (f"    {note}" for note in one.notes)
            if (moved + self.stayed) % _EVERY == 0:
                yield f"看过 {moved + self.stayed} 件，共 {max(total, moved + self.stayed)} 件"
        yield f"{word} {moved} 件，不能迁移 {self.stayed} 件。" + ("这次只看，什么也没有改。" if self.dry_run else "")

    def _plan(self) -> Iterator[str]:
        try:
            found = bpmn.plan(self._process(self.origin), self._process(self.to), self.mapping)
        except bpmn.BpmnError as error:
            raise DomainError(error.sentence) from error
        yield f"{self.origin} → {self.to}，在办 {how_many(self.origin)} 件"
        for old, new in found.targets.items():
            if old != new:
                yield f"    {found.old.nodes[old].cited} → {found.new.nodes[new].cited}"
        yield from (f"    新版本没有 {node.cited}" for node in found.lost)
        yield from (f"    新版本多了 {node.cited}" for node in found.gained)
        yield from (f"    {sentence}" for sentence in found.differences)

    def _process(self, key: str) -> bpmn.Process:
        try:
            return definition_by_key(key).process
        except Version.DoesNotExist as error:
            raise NotFound(f"没有 {key} 这个版本", "核对事项的代码和版本号。") from error


def at_the_server(name: str) -> Actor:
    """Whoever gives a command at the server, as the evidence names them: nobody has signed in there.

    Raises:
        DomainError: the name is empty, too long or not to be printed.
    """
    name = name.strip()
    if not name or len(name) > _LONGEST or not name.isprintable():
        raise DomainError("没有写明是谁在操作", f"在 --by 后面写操作人的姓名，不超过 {_LONGEST} 个字。")
    return Actor(id="command-line", name=name, kind="staff", authority="在服务器上执行命令")


def pairs(given: Sequence[str]) -> dict[str, str]:
    """The mapping of ``old=new`` arguments. Raises ``DomainError`` for anything else."""
    found: dict[str, str] = {}
    for one in given:
        old, equals, new = (part.strip() for part in one.partition("="))
        if not (old and equals and new):
            raise DomainError(f"看不懂“{one}”", "写成“旧环节=新环节”，例如 check=review。")
        if found.get(old, new) != new:
            raise DomainError(f"“{old}”对应了两个环节", "一个旧环节只能对应一个新环节。")
        found[old] = new
    return found
