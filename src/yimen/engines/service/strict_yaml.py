"""YAML without its surprises: what is written is what is read.

Dates and decimal numbers stay text, only ``true`` and ``false`` are truth values, a key stands once, no anchors.
"""

import re
from contextlib import suppress
from typing import Any

import yaml


class _Strict(yaml.constructor.SafeConstructor, yaml.resolver.Resolver):
    """What a text means: the resolvers of JSON, and each key once."""

    yaml_implicit_resolvers: dict[str, Any] = {}

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                raise yaml.MarkedYAMLError(None, None, f"名字 {key!r} 要写成文字", key_node.start_mark)
            if key in seen:
                raise yaml.MarkedYAMLError(None, None, f"{key} 写了两次", key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


class _Loader(_Strict, yaml.SafeLoader):
    """Knows where and why a text cannot be read."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(None, None, "不能用锚点和引用（& 和 *），把内容写出来", event.start_mark)
        return super().compose_node(parent, index)


class _Quick(_Strict, yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader):  # type: ignore[misc]
    """Seven times as fast, for texts that are plain."""


# For anchors the other loader has words. A text nested ten thousand deep would end the process in the C parser.
_NOT_PLAIN = re.compile(r"[&*]|(?:[\[{][^\[{]*){300}|^[ ?:-]{300}", re.MULTILINE)

for _tag, _pattern, _first in (
    ("bool", r"true|false", "tf"),
    ("int", r"-?(?:0|[1-9][0-9]*)", "-0123456789"),
    ("null", r"null|~|", ["n", "~", ""]),
):
    _Strict.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first))


def load(text: str) -> Any:
    """The value of a YAML text. Raises ``ValueError`` with a Chinese sentence and the line."""
    if not _NOT_PLAIN.search(text):
        # Whatever is wrong, the other loader says where.
        with suppress(yaml.YAMLError, RecursionError, ValueError):
            return yaml.load(text, Loader=_Quick)  # noqa: S506 (a SafeLoader)
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 (a SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise ValueError(f"第 {line} 行读不懂：{error.problem}。") from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise ValueError(f"读不懂：{error}。") from error
