"""The product's settings, told by the environment that this is a test: a scratch folder, quick passwords."""

import os
from pathlib import Path

os.environ.setdefault("YIMEN_MODE", "test")
os.environ.setdefault("YIMEN_VAR", str(Path(__file__).resolve().parents[1] / "var" / "test"))

from yimen.config.settings import *  # noqa: E402, F403
