from yimen.ground.errors import DomainError


class NotComplete(DomainError):
    """The form still has things to mend, or materials are lacking; ``failures`` is how many."""

    code = "not-complete"

    def __init__(self, failures: int, materials: int = 0) -> None:
        lacking = [f"{failures} 处没填好"] if failures else []
        lacking += [f"{materials} 份材料没有上传"] if materials else []
        super().__init__(f"还有 {'、'.join(lacking)}", "回到任务清单，把标着“需要修改”和“未开始”的部分办完再提交。")
        self.failures, self.materials = failures, materials


class ReasonMissing(DomainError):
    code = "reason-missing"


class NoteTooLong(DomainError):
    code = "note-too-long"


class WrongOutcome(DomainError):
    code = "wrong-outcome"


class NotTheHead(DomainError):
    """Only the post that the law names may do this."""

    code = "not-the-head"


class TimeRefused(DomainError):
    """The rules of the legal clock do not allow it; the sentence names the article."""

    code = "time-refused"


class SameOfficer(DomainError):
    """Two officers are needed, and this is the same one twice."""

    code = "same-officer"


class AlreadyTold(DomainError):
    """A correction can be asked only once (行政许可法 32(1)(4))."""

    code = "already-told"


class HoldRefused(DomainError):
    """A hold cannot be placed or lifted like this; ``code`` says where: ground, until, hold."""

    code = "hold-refused"


class ConsultationRefused(DomainError):
    """An opinion cannot be asked for, or a request not be taken back, like this; ``place`` is the input it is about."""

    code = "consultation-refused"

    def __init__(self, sentence: str, advice: str, place: str = "") -> None:
        super().__init__(sentence, advice)
        self.place = place


class NotHeard(DomainError):
    """A body whose opinion the law requires has not answered yet."""

    code = "not-heard"


class NotOpenForChange(DomainError):
    """The value or material is not one that may be changed now."""

    code = "not-open"


class TooEarlyToUrge(DomainError):
    code = "too-early"
