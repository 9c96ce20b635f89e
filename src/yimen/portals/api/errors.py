from collections.abc import Sequence

from yimen.ground.errors import DomainError, Fault, NotFound


class MethodNotAllowed(DomainError):
    """The interface can only be read."""

    code = "method-not-allowed"

    def __init__(self, method: str, allowed: Sequence[str]) -> None:
        super().__init__(f"这个接口只能读，不接受 {method}", f"改用 {' 或者 '.join(allowed[:2])}。")
        self.headers = {"Allow": ", ".join(allowed)}


class NoOperation(NotFound):
    """There is no such operation."""

    def __init__(self) -> None:
        super().__init__("没有这个接口", "有哪些接口见 /api/v1/，说明见 /api/。")


class TooMany(DomainError):
    """One address asks more often than the city allows."""

    code = "too-many-requests"

    def __init__(self, seconds: int) -> None:
        super().__init__("问得太频繁", f"等 {seconds} 秒再问；要大量取数，用 /api/v1/changes 只取变化。")
        self.headers = {"Retry-After": str(seconds)}


class Unreadable(DomainError):
    """No program means what stands in the address."""

    code = "unreadable"

    def __init__(self) -> None:
        super().__init__("看不懂这个请求", "地址里有不能用的符号，去掉以后再问。")


class Broken(DomainError):
    """Something went wrong on our side."""

    code = "broken"

    def __init__(self) -> None:
        super().__init__("我们这边出错了", "过几分钟再问；还是不行就打 12345。")


class BadParameters(DomainError):
    """Parameters of the address are not as described; ``faults`` says which and why."""

    code = "bad-parameters"

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("参数不对", "按 errors 里写的逐个改，接口说明见 /api/。")
        self.faults = tuple(faults)
