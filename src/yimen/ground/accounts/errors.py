from yimen.ground.errors import DomainError


class TooSoon(DomainError):
    code = "too-soon"


class WrongCode(DomainError):
    code = "wrong-code"


class WrongPassword(DomainError):
    code = "wrong-password"


class IdentityNotConfirmed(DomainError):
    code = "identity-not-confirmed"
