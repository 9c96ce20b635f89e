from yimen.ground.errors import DomainError, Stale


class NotPublishable(DomainError):
    code = "not-publishable"


class Overtaken(Stale):
    """Somebody has saved the draft, or published another version, since the page was opened."""

    code = "overtaken"


class WrongState(Stale):
    """The draft stands elsewhere by now: handed in, published, withdrawn."""

    code = "wrong-state"
