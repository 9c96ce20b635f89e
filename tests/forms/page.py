"""A page of a form as a browser without JavaScript has it: what stands in its inputs, what it sends, what it says."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from tests.forms.table import inputs

CHOSEN = ("radio", "checkbox")
# What a browser refuses by itself, before the server has read a word.
LIMITS = ("required", "maxlength", "minlength", "pattern", "min", "max", "step", "readonly", "disabled")


@dataclass
class Input:
    """Everything under one name. ``offered`` is empty where anything may be typed."""

    kind: str
    values: list[str] = field(default_factory=list)
    offered: list[str] = field(default_factory=list)


@dataclass
class Page:
    """The form of a page. ``told`` is what is wrong, by the name of the input."""

    hidden: list[tuple[str, str]] = field(default_factory=list)
    inputs: dict[str, Input] = field(default_factory=dict)
    known: list[str] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)
    limits: list[tuple[str, str]] = field(default_factory=list)

    @property
    def asks(self) -> set[str]:
        """The questions on it; those that registers have answered too."""
        return {name.partition(".")[0] for name in self.inputs} | set(self.known)

    def rows(self, key: str) -> int:
        """How many rows a table has."""
        return len({name.split(".")[1] for name in self.inputs if name.startswith(f"{key}.")})

    def type(self, key: str, raw: Any) -> None:
        """Answer one question; only what is offered can be chosen."""
        for name, values in inputs(key, raw):
            found = self.inputs[name]
            if found.offered:
                assert set(values) <= {*found.offered, ""}, (name, values)
            found.values = list(values)

    def empty(self, keys: Iterable[str]) -> None:
        """No answer at all, to these questions neither, which may not stand here."""
        self.inputs.clear()
        self.hidden += [("field", key) for key in keys]

    def sends(self, *button: tuple[str, str]) -> Iterator[tuple[str, str]]:
        """What goes to the server when it is saved, or when this button is pressed."""
        yield from self.hidden
        for name, one in self.inputs.items():
            # A field of text goes along empty; a choice that was not made does not.
            values = one.values if one.kind in CHOSEN else one.values or [""]
            yield from ((name, value) for value in values)
        yield from button

    def value(self, key: str) -> Any:
        """What stands there, in the shape in which it is stored, every value as its text."""
        inside = {name.removeprefix(f"{key}."): one for name, one in self.inputs.items() if name.startswith(f"{key}.")}
        if not inside:
            return _value(self.inputs[key])
        if not all("." in name for name in inside):
            return {name: _value(one) for name, one in inside.items()}
        rows: dict[str, dict[str, Any]] = {}
        for name, one in inside.items():
            at, _, column = name.partition(".")
            rows.setdefault(at, {})[column] = _value(one)
        return list(rows.values())


def _value(one: Input) -> Any:
    if one.kind == "checkbox":
        return one.values
    text = one.values[0] if one.values else ""
    yes_or_no = one.kind == "radio" and set(one.offered) == {"true", "false"}
    return {"true": True, "false": False}.get(text, text) if yes_or_no else text


def read(html: str) -> Page:
    """The form of a section that stands on a page."""
    reader = _Reader()
    reader.feed(html)
    return reader.page


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._inside = self._asleep = 0
        self._text: list[str] | None = None
        self._select = self._area = self._error = ""
        self._spans: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {key: value or "" for key, value in attrs}
        if tag == "template":
            self._asleep += 1
        if tag == "form":
            self._inside = "data-autosave" in told
        if not self._inside or self._asleep:
            return
        if tag == "span":
            self._spans.append(told.get("class", ""))
            if told.get("class") == "err" and told.get("id", "").endswith("-e"):
                self._error, self._text = told["id"].removeprefix("f-").removesuffix("-e"), []
        else:
            self._control(tag, told)

    def _control(self, tag: str, told: dict[str, str]) -> None:
        name, page = told.get("name", ""), self.page
        if tag in ("input", "select", "textarea") and told.get("type") != "hidden":
            page.limits += [(name, limit) for limit in LIMITS if limit in told]
        match tag, told.get("type", "text"):
            case "input", "hidden":
                page.hidden.append((name, told.get("value", "")))
            case "input", ("radio" | "checkbox") as kind:
                one = page.inputs.setdefault(name, Input(kind))
                one.offered.append(told["value"])
                one.values += [told["value"]] if "checked" in told else []
            case "input", kind:
                page.inputs[name] = Input(kind, [told.get("value", "")])
            case "select", _:
                page.inputs[name], self._select = Input("select"), name
            case "option", _:
                one = page.inputs[self._select]
                one.offered.append(told["value"])
                one.values += [told["value"]] if "selected" in told else []
            case "textarea", _:
                page.inputs[name], self._area, self._text = Input("textarea"), name, []
            case "button", _:
                page.buttons.append((name, told.get("value", "")))
                page.known += [told["value"]] if name == "say_wrong" else []

    def handle_data(self, data: str) -> None:
        if self._text is not None and "vh" not in self._spans:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self._asleep -= 1
        if tag == "form":
            self._inside = 0
        if tag == "textarea" and self._text is not None:
            # The line break after the opening tag is no part of the text.
            self.page.inputs[self._area].values = ["".join(self._text).removeprefix("\n")]
            self._text = None
        if tag == "span" and self._inside and not self._asleep and self._spans:
            ended = self._spans.pop()
            if ended == "err" and self._error and self._text is not None:
                self.page.told[self._error] = "".join(self._text).strip()
                self._error, self._text = "", None
