"""What the readers of pictures have in common."""

from dataclasses import dataclass


class Broken(Exception):
    """The content is not what its first bytes promise, or it ends too early. The text is for the log only."""


class Moving(Exception):
    """An animation: which of its pictures would be the material?"""


@dataclass(frozen=True, slots=True)
class Picture:
    """Size in pixels, and the same picture without what the camera or a program wrote about its making."""

    width: int
    height: int
    content: bytes

    @property
    def pixels(self) -> int:
        return self.width * self.height
