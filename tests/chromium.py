"""The browser for the journeys: the system's chromium, else Debian's by apt (as root), else Playwright's own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str:
    """Path of a browser, or an empty text."""
    if told := os.environ.get("YIMEN_CHROMIUM"):
        return told
    return next((path for name in NAMES if (path := shutil.which(name))), "") or _playwrights_own()


def _playwrights_own() -> str:
    folder = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache" / "ms-playwright"))
    found = sorted(folder.glob("chromium-*/chrome-linux*/chrome"))
    return str(found[-1]) if found else ""


def install() -> str:
    """Try the ways there are, and say what to do when none works."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing chromium and a Chinese font with apt …", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-qq"], **quiet)
        packages = ["chromium", "fonts-noto-cjk", "poppler-utils", "libnss3-tools"]
        subprocess.run(["apt-get", "install", "-y", "-qq", *packages], **quiet)
    if not find():
        print("Installing Playwright's chromium …", flush=True)
        subprocess.run(
            [sys.executable, "-m", "playwright", "install", "chromium"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    return find()


if __name__ == "__main__":
    if not (find() or install()):
        print("No browser: the browser tests will be skipped. Install chromium (apt install chromium) to run them.")
