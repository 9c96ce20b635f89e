from yimen.ground.errors import DomainError


class NotPublishable(DomainError):
    code = "not-publishable"
