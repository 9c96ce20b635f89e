from typing import Protocol


class Subject(Protocol):
    """What a file belongs to, by kind and reference: a case, a draft. ``documents.subject.Subject`` is one."""

    @property
    def kind(self) -> str: ...

    @property
    def reference(self) -> str: ...
