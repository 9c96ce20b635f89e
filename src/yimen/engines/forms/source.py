"""One JSON object being read: typed access that notes a problem instead of raising."""

from collections.abc import Mapping
from dataclasses import dataclass

from yimen.engines.problem import Problem


@dataclass(frozen=True, slots=True)
class Source:
    """``place`` names the object in problems; all sources of one reading share the list of problems."""

    place: str
    data: Mapping[str, object]
    problems: list[Problem]

    def fault(self, sentence: str, advice: str = "") -> None:
        """Note a problem at this place."""
        self.problems.append(Problem(self.place, sentence, advice))

    def named(self, group: str, key: str) -> "Source":
        """The same object under a name that its author recognises: ``form.json#fields/trade_name``."""
        file = self.place.partition("#")[0]
        return Source(f"{file}#{group}/{key}", self.data, self.problems)

    def only(self, known: set[str]) -> None:
        """Refuse attributes that the format does not have, by name."""
        for name in self.data:
            if name not in known:
                self.fault(f"不认识 {name}，", f"这里可以写：{'、'.join(sorted(known))}。")

    def text(self, name: str, required: bool = False) -> str:
        """A text; "" when absent."""
        value = self.data.get(name, "")
        if not isinstance(value, str):
            self.fault(f"{name} 要写文字，现在是 {value!r}。")
            return ""
        if required and not value.strip():
            self.fault(f"没有写 {name}。")
        return value

    def flag(self, name: str) -> bool:
        """True or false; false when absent."""
        value = self.data.get(name, False)
        if not isinstance(value, bool):
            self.fault(f"{name} 要写 true 或者 false，现在是 {value!r}。")
        return value is True

    def whole(self, name: str) -> int | None:
        """A whole number from 0; ``None`` when absent."""
        value = self.data.get(name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 0):
            self.fault(f"{name} 要写从 0 起的整数，现在是 {value!r}。")
            return None
        return value

    def texts(self, name: str) -> list[str]:
        """A list of texts; empty when absent."""
        value = self.data.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.fault(f"{name} 要写成文字的列表，现在是 {value!r}。")
            return []
        return value

    def inner(self, name: str) -> "Source":
        """An object inside; empty (and a problem) when it is something else."""
        value = self.data.get(name)
        if not isinstance(value, dict):
            self.fault(f"{name} 要写成对象，现在是 {value!r}。")
            value = {}
        return Source(self._inside(name), value, self.problems)

    def items(self, name: str, required: bool = False) -> list["Source"]:
        """A list of objects; empty when absent."""
        value = self.data.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.fault(f"{name} 要写成对象的列表。")
            return []
        if required and not value:
            self.fault(f"{name} 里什么也没有。")
        return [Source(f"{self._inside(name)}/{at}", item, self.problems) for at, item in enumerate(value)]

    def _inside(self, name: str) -> str:
        return f"{self.place}/{name}" if "#" in self.place else f"{self.place}#{name}"
