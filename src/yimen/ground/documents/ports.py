"""Where seals come from: a port that a city's seal service implements, plugged in by ``config.wiring``."""

from typing import Protocol

from yimen.ground.documents.errors import SealUnavailable

__all__ = ["SealPort", "SealUnavailable", "plug_seal", "seal_port"]


class SealPort(Protocol):
    """A service that signs papers in the name of a public body."""

    @property
    def demo(self) -> bool:
        """True if its seals bind nobody: the paper then says 样例 on its drawn seal and in its head."""

    def seal(self, pdf: bytes, *, body: str, reason: str, field: str) -> bytes:
        """Sign the whole file (PAdES).

        Args:
            body: code of the organisation whose seal it is.
            reason: why, in a few words: the title of the document.
            field: name of the new signature field; a file has each name once.
        Raises:
            SealUnavailable: no seal for this body, or the service does not answer.
        """


_plugged: list[SealPort] = []


def plug_seal(port: SealPort) -> None:
    """Use this seal service from now on."""
    _plugged[:] = [port]


def seal_port() -> SealPort:
    """The seal service in use. Raises SealUnavailable when none is plugged in: no paper leaves unsealed."""
    if not _plugged:
        raise SealUnavailable("还没有接上电子印章服务，文书暂时出不了", "让系统管理员接上电子印章服务。")
    return _plugged[0]
