from yimen.domains.benefits.models.candidate import Candidate
from yimen.domains.benefits.models.check import AliveCheck
from yimen.domains.benefits.models.claim import Claim, ClaimedMonth
from yimen.domains.benefits.models.entitlement import Entitlement
from yimen.domains.benefits.models.halt import Stop
from yimen.domains.benefits.models.move import Move
from yimen.domains.benefits.models.payment import PaymentLine, PaymentList

__all__ = [
    "AliveCheck",
    "Candidate",
    "Claim",
    "ClaimedMonth",
    "Entitlement",
    "Move",
    "PaymentLine",
    "PaymentList",
    "Stop",
]
