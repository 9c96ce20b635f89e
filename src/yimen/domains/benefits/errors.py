from yimen.ground.errors import DomainError


class NotOpened(DomainError):
    """An entitlement cannot be opened as asked."""

    code = "entitlement-not-opened"


class NoTerms(DomainError):
    """A service does not say how its benefit is paid: the folder must be mended before anything is opened."""

    code = "no-terms"


class NoAmount(DomainError):
    """The service's rules give no amount for a month: the rules must be mended before anything is paid."""

    code = "no-amount"


class ListOrder(DomainError):
    """Lists are drawn up month after month; what is wrong in a confirmed one is made good in the next."""

    code = "list-order"


class SecondPerson(DomainError):
    """Who drew a list up does not confirm it."""

    code = "second-person"


class BadAnswer(DomainError):
    """An entry of a form that cannot be taken; ``key`` is the field."""

    code = "bad-answer"

    def __init__(self, key: str, sentence: str, advice: str = "") -> None:
        super().__init__(sentence, advice)
        self.key = key
