"""Settings from the environment. A missing or wrong value stops the start with its name."""

import os
from pathlib import Path


class SettingError(SystemExit):
    """Ends the start with one readable line instead of a stack of frames."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(f"yimen: {name}: {sentence}")


def text(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise SettingError(name, "is not set. docs/reference/settings.md says what belongs there.")
    return default


def choice(name: str, options: tuple[str, ...], default: str | None = None) -> str:
    value = text(name, default)
    if value not in options:
        raise SettingError(name, f"is {value!r}, but must be one of {', '.join(options)}.")
    return value


def whole(name: str, default: int, *, least: int = 0, most: int = 2**31) -> int:
    raw = text(name, str(default))
    if not raw.isdigit() or not least <= int(raw) <= most:
        raise SettingError(name, f"is {raw!r}, but must be a whole number from {least} to {most}.")
    return int(raw)


def yes(name: str, default: bool) -> bool:
    return choice(name, ("yes", "no"), "yes" if default else "no") == "yes"


def words(name: str, default: str | None = None) -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def adapter(name: str, in_demo: str, *, demo: bool) -> str:
    """What stands behind a port, as ``module:factory``, or ``none``. Outside a demo there is no default."""
    value = text(name, in_demo if demo else None)
    if not demo and value.startswith("yimen.adapters.demo"):
        raise SettingError(name, f"is {value!r}, which only pretends; a city needs its own adapter, or none.")
    return _factory(name, value)


def optional_adapter(name: str) -> str:
    """What stands behind a port without which the product is whole; nothing unless it is named."""
    return _factory(name, text(name, "none"))


def _factory(name: str, value: str) -> str:
    if value != "none" and value.count(":") != 1:
        raise SettingError(name, f"is {value!r}, but must be module:factory, or none.")
    return value


def existing(name: str, default: Path) -> Path:
    path = Path(text(name, str(default))).expanduser().resolve()
    if not path.is_dir():
        raise SettingError(name, f"{path} is no folder.")
    return path


def folder(name: str, default: Path | None = None) -> Path:
    path = Path(text(name, str(default) if default else None)).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingError(name, f"{path} cannot be made: {error.strerror}.") from error
    return path
