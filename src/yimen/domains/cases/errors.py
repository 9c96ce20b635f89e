from yimen.ground.errors import DomainError


class NotComplete(DomainError):
    """The form still has things to mend; ``failures`` is how many."""

    code = "not-complete"

    def __init__(self, failures: int) -> None:
        super().__init__(f"还有 {failures} 处没填好", "回到任务清单，把标着“需要修改”和“未开始”的部分填完再提交。")
        self.failures = failures


class ReasonMissing(DomainError):
    code = "reason-missing"


class NoteTooLong(DomainError):
    code = "note-too-long"


class WrongOutcome(DomainError):
    code = "wrong-outcome"
