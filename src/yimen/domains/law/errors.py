from yimen.ground.errors import DomainError


class VersionChanged(DomainError):
    """A text that is held is never replaced."""

    code = "version-changed"

    def __init__(self, title: str, label: str) -> None:
        super().__init__(
            f"《{title}》（{label}）已经收录，文字或者日期和这次的不一样",
            "收录的文本不能改：有修改的，作为新版本写进 index.yaml，用另一个 label。",
        )
