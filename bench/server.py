"""gunicorn on a port of its own, for the product or for the floor; stopped when the measurement is over."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from bench.served import CLOCK
from bench.visits import TOKEN

PRODUCT, FLOOR = "bench.served:product()", "bench.floor:application()"
THREADS = 8


def environment(var: Path, database: str, *, mode: str) -> dict[str, str]:
    """The settings of a city in production; ``demo`` only to load it."""
    told = {
        "YIMEN_MODE": mode,
        "YIMEN_VAR": str(var),
        "YIMEN_DATABASE_URL": database,
        "YIMEN_SECRET_KEY": "measured-only-" * 5,
        "YIMEN_HOSTS": "127.0.0.1,testserver",
        "YIMEN_ADDRESS": "http://127.0.0.1",
        "YIMEN_HTTPS": "no",
        "DJANGO_SETTINGS_MODULE": "yimen.config.settings",
    }
    if mode == "production":
        ports = ("CODE_SENDER", "IDENTITY_REGISTER", "SEAL", "SMS_GATEWAY", "PAYMENT_CHANNEL")
        told |= {f"YIMEN_{name}": "none" for name in ports}
    # What a developer has set for himself must not change what is measured.
    return {key: value for key, value in os.environ.items() if not key.startswith("YIMEN_")} | told


@contextmanager
def serving(app: str, env: dict[str, str], *, workers: int) -> Iterator[int]:
    """The port of a server that runs until the block ends."""
    port = _free_port()
    if app == FLOOR:
        env = {**env, "BENCH_FLOOR": "yes"}
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", app, "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread",
         "--workers", str(workers), "--threads", str(THREADS), "--keep-alive", "30", "--log-level", "warning"],
        env=env,
    )  # fmt: skip
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()


class Browser:
    """One connection that stays open, as browsers and proxies keep it."""

    def __init__(self, port: int, *, packed: bool = False) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"Accept-Encoding": "gzip, br"} if packed else {}

    def get(self, path: str, session: str = "") -> bytes:
        return self._answer("GET", path, session, "", 200)

    def post(self, path: str, session: str, form: str) -> bytes:
        """Raises RuntimeError when the form was refused: what is measured is the way that succeeds."""
        return self._answer("POST", path, session, form, 302)

    def cpu(self) -> int:
        """Nanoseconds of CPU time that the server has used so far."""
        return int(self.get(CLOCK))

    def _answer(self, method: str, path: str, session: str, form: str, wanted: int) -> bytes:
        cookies = f"ym_csrf={TOKEN}" + (f"; ym_session={session}" if session else "")
        headers = {**self._headers, "Cookie": cookies}
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body=form or None, headers=headers)
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != wanted:
            raise RuntimeError(f"bench: {method} {path} answers {answer.status}: {body[:200].decode(errors='replace')}")
        return body


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        try:
            Browser(port).cpu()
            return
        except OSError:
            if server.poll() is not None:
                raise SystemExit("bench: a server did not start; its last words stand above.") from None
            time.sleep(0.1)
    raise SystemExit("bench: a server did not answer within 30 seconds.")
