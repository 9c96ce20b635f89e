"""The forms of a page, as a browser would send them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

# What says which act is meant, or which row, or what the page has shown: rubbish in it is refused at the door.
GIVEN = ("hidden", "submit", "radio", "checkbox", "option")


@dataclass
class Form:
    """``given`` holds what the page itself says (hidden fields, the first choice of each kind), ``typed`` the rest."""

    action: str
    given: dict[str, list[str]] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)

    def sendings(self) -> Iterator[tuple[str, dict[str, list[str]]]]:
        """Address and given values of each way to send it: by each button that says something, or by Enter."""
        plain = [one for one in self.buttons if one[0] or one[2] != self.action]
        for name, value, action in plain or [("", "", self.action)]:
            yield action, {**self.given, **({name: [value]} if name else {})}


def forms_of(html: str, path: str) -> list[Form]:
    """The forms that post, wherever their action leads; ``path`` is the page's own address."""
    reader = _Reader(path)
    reader.feed(html)
    return reader.forms


class _Reader(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.forms, self._form, self._select = path, [], None, ""
        self.forms: list[Form] = []
        self._form: Form | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {key: value or "" for key, value in attrs}
        if tag == "form":
            posts = told.get("method", "").lower() == "post"
            self._form = Form(told.get("action") or self.path) if posts else None
            if self._form is not None:
                self.forms.append(self._form)
        elif self._form is not None:
            self._control(self._form, tag, told)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None

    def _control(self, form: Form, tag: str, told: dict[str, str]) -> None:
        name, kind = told.get("name", ""), told.get("type", "text" if tag == "input" else tag)
        if tag == "button":
            form.buttons.append((name, told.get("value", ""), told.get("formaction", form.action)))
        elif tag == "select":
            self._select = name
        elif tag == "option":
            if told.get("value") and self._select:
                form.given.setdefault(self._select, [told["value"]])
        elif tag not in ("input", "textarea") or not name or name == "csrfmiddlewaretoken":
            return
        elif kind == "file":
            form.files.append(name)
        elif kind in GIVEN:
            form.given.setdefault(name, [told.get("value", "on")])
        else:
            form.typed.append(name)
