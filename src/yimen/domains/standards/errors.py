from yimen.ground.errors import DomainError


class StandardRefused(DomainError):
    """A standard cannot be published as it is."""

    code = "standard-refused"
