from yimen.ground.errors import DomainError, NotAllowed


class NotYours(NotAllowed):
    """The step belongs to somebody else: the officer concerned, a supervisor, another supervisor."""

    code = "not-yours"


class TooLate(DomainError):
    """The days for it are over."""

    code = "too-late"


class TooEarly(DomainError):
    """The officer concerned still has days to answer."""

    code = "too-early"


class NotPublishable(DomainError):
    code = "not-publishable"
