"""The product's settings, told by the environment that this is a test: a scratch folder, quick passwords."""

import os
from pathlib import Path

os.environ.setdefault("YIMEN_MODE", "test")
var = Path(os.environ.get("YIMEN_VAR") or Path(__file__).resolve().parents[1] / "var" / "test")
YIMEN_TEST_KEPT = var / "kept"
# Each process of a parallel run has a folder of its own.
if (worker := os.environ.get("PYTEST_XDIST_WORKER")) and var.name != worker:
    var /= worker
os.environ["YIMEN_VAR"] = str(var)

from yimen.config.settings import *  # noqa: E402, F403
