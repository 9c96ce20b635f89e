"""Run a command against a private PostgreSQL server that is started for it and stopped after it.

``YIMEN_TEST_POSTGRES`` names a server that runs already; then that one is used.
"""

import os
import subprocess
import sys
import tempfile


def main(command: list[str]) -> int:
    if address := os.environ.get("YIMEN_TEST_POSTGRES"):
        return _run(command, address)
    import pgserver

    with tempfile.TemporaryDirectory(prefix="yimen-pg-") as folder:
        server = pgserver.get_server(folder, cleanup_mode="stop")
        try:
            return _run(command, server.get_uri())
        finally:
            server.cleanup()


def _run(command: list[str], address: str) -> int:
    return subprocess.run(command, env={**os.environ, "YIMEN_DATABASE_URL": address}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
