"""``yimen run``: set the demo city up, serve it, and keep its worker alive."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

BANNER = """
  一门 Yimen · 演示城市云溪
  {address}
  演示人物在登录页：{address}/sign-in/
  按 Ctrl+C 停止
"""


def serve(host: str, port: int) -> int:
    """Set up, then run web server and worker until told to stop. Either one that dies is started again."""
    os.environ.setdefault("YIMEN_MODE", "demo")
    os.environ.setdefault("YIMEN_ADDRESS", f"http://{host}:{port}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimen.config.settings")
    _prepare()
    commands = {
        "worker": [sys.executable, "-m", "yimen.cli", "worker"],
        "web": [
            sys.executable, "-m", "gunicorn", "yimen.config.wsgi:application", "--bind", f"{host}:{port}",
            "--worker-class", "gthread", "--workers", "1", "--threads", "8", "--log-level", "warning",
        ],
    }  # fmt: skip
    print(BANNER.format(address=os.environ["YIMEN_ADDRESS"]), flush=True)  # noqa: T201
    return _keep_alive(commands)


def _prepare() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    mark = settings.YIMEN_VAR / "prepared"
    state = _fingerprint(settings.ROOT, str(settings.DATABASES["default"]["NAME"]))
    if mark.exists() and mark.read_text() == state:
        return
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    from yimen.config.demo import load

    for line in load():
        print(line, flush=True)  # noqa: T201
    from django.db import connections

    connections.close_all()
    mark.write_text(_fingerprint(settings.ROOT, str(settings.DATABASES["default"]["NAME"])))


def _fingerprint(root: Path, database: str) -> str:
    """Changes whenever set-up has something to do: sources, services, demo data, or another database."""
    found = hashlib.sha256(database.encode())
    for folder in ("src", "services", "standards", "demo"):
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                status = path.stat()
                found.update(f"{path} {status.st_size} {status.st_mtime_ns}".encode())
    exists = database and (not database.startswith("/") or Path(database).exists())
    return f"{found.hexdigest()} {exists}"


def _keep_alive(commands: dict[str, list[str]]) -> int:
    told: list[int] = []

    def stop(signum: int, frame: FrameType | None) -> None:
        told.append(signum)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    running = {name: subprocess.Popen(command) for name, command in commands.items()}  # noqa: S603
    quick = 0
    while not told:
        time.sleep(0.3)
        for name, process in running.items():
            if process.poll() is not None and not told:
                quick += 1
                if quick > 5:
                    told.append(signal.SIGTERM)
                    break
                print(f"{name} ended with {process.returncode}; starting it again", file=sys.stderr)  # noqa: T201
                running[name] = subprocess.Popen(commands[name])  # noqa: S603
    for process in running.values():
        process.terminate()
    for process in running.values():
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
    return 1 if quick > 5 else 0
