from yimen.ground.errors import DomainError, NotAllowed, Stale


class NotFinished(DomainError):
    """Nobody is asked, and nothing is rated, before the service is finished."""

    code = "not-finished"

    def __init__(self) -> None:
        super().__init__("这件事还没有办完，办完以后才能评价", "现在有意见，可以打 12345 说。")


class AlreadyRated(Stale):
    """One case, one rating; one visit, one rating."""

    code = "already-rated"

    def __init__(self) -> None:
        super().__init__("这次服务您已经评价过了", "刷新页面，看评价和处理情况。")


class NoChange(DomainError):
    """The rating stands: its days are over, or its follow-up has been verified."""

    code = "no-change"


class RemarkedAlready(DomainError):
    code = "remarked-already"

    def __init__(self) -> None:
        super().__init__("追评只能写一次，您已经写过了", "还有话要说，可以打 12345。")


class OwnRating(NotAllowed):
    """Whoever is rated, or has judged before, does not judge here."""

    code = "own-rating"
