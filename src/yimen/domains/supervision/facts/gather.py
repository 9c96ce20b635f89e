from collections.abc import Callable, Mapping

from yimen.domains.cases.clocks import PERMIT
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import service_of
from yimen.domains.supervision.facts.act import Act
from yimen.domains.supervision.facts.handling import handover, post
from yimen.domains.supervision.facts.intake import intake
from yimen.domains.supervision.facts.judgement import decision, visit
from yimen.domains.supervision.facts.record import Fact, Facts
from yimen.domains.supervision.facts.timing import decided_when, extension, pause

_OF: Mapping[str, tuple[Callable[[Act], Facts], ...]] = {
    "accept": (intake, post),
    "decline": (intake, post),
    "request-correction": (intake, post),
    "open-special-procedure": (pause,),
    "tell-more-time": (pause,),
    "extend": (extension,),
    "give-opinion": (post,),
    "confirm-inspection": (visit, post),
    "decide": (decision, decided_when, post),
    "claim-task": (handover, post),
}
KINDS = tuple(_OF)


def gather(act: Act) -> Facts:
    """Everything the rules may ask of this act. What does not belong to it is left out and null to them."""
    found = known(act.kind, act.case)
    for read in _OF[act.kind]:
        found |= read(act)
    return found


def known(kind: str, case: Case) -> Facts:
    """What is known of every act."""
    meta = service_of(case).meta
    permit = meta["code"]["task_type"] == PERMIT
    return {"act": Fact(kind, "审计记录"), "permit": Fact(permit, f"事项“{meta['name']}”的类型")}
