"""A model in small, for tests: a text means the things on a list that it speaks of."""

from collections.abc import Sequence

from yimen.ground.errors import Unavailable

# Each line one thing, by whatever words.
THINGS = ("养狗 小狗 犬类", "喝酒 白酒 酒类", "没钱 补助 救助 困难", "盖房 建房 造屋", "车 驾驶")


class Concepts:
    """A whole ``Reader``: texts are as near as the things they share. ``asked`` counts what it was given to read."""

    def __init__(self, name: str = "concepts 1") -> None:
        self.name = name
        self.asked: list[str] = []
        self.down = False

    def read(self, texts: Sequence[str]) -> list[bytes]:
        self._answer()
        self.asked += texts
        return [bytes(_things(text)) for text in texts]

    def shelf(self, kept: Sequence[bytes]) -> "OnShelf":
        return OnShelf([set(one) for one in kept], self)

    def _answer(self) -> None:
        if self.down:
            raise Unavailable("模型现在不答", "过一会儿再试。")


class OnShelf:
    def __init__(self, kept: list[set[int]], model: Concepts) -> None:
        self._kept, self._model = kept, model

    def near(self, question: str) -> Sequence[float]:
        self._model._answer()
        told = set(_things(question))
        return [len(told & one) / max(1, len(told | one)) for one in self._kept]


def _things(text: str) -> list[int]:
    return [at for at, words in enumerate(THINGS) if any(word in text for word in words.split())]
