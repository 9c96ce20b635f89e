from yimen.ground.errors import DomainError


class NotReceived(DomainError):
    """A delivery was not taken; nothing of it was."""

    code = "not-received"


class Locked(DomainError):
    """A level above has locked the field."""

    code = "locked"


class NotPossible(DomainError):
    """What was asked of entries cannot be done to them."""

    code = "not-possible"
