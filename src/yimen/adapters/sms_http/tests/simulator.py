"""A gateway that speaks our protocol over TLS on this machine, for as long as a test runs.

It takes a reference once, as the protocol says, and can be told to misbehave: ``answers`` are given in turn before it
does its work again.
"""

import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

KEY = "sample-key"


@dataclass
class Simulator:
    url: str = ""
    taken: dict[str, tuple[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    answers: list[int | str] = field(default_factory=list)
    """A status to answer with; ``silent``, ``cut`` or ``garbage``; ``taken-then-cut``."""

    def take(self, head: dict[str, str], body: bytes) -> int:
        if head["authorization"] != f"Bearer {KEY}":
            return 401
        message = json.loads(body)
        if head["idempotency-key"] != f'"{message["reference"]}"' or not head["content-type"].startswith(
            "application/json"
        ):
            return 400
        is_new = message["reference"] not in self.taken
        self.taken.setdefault(message["reference"], (message["mobile"], message["text"]))
        return 202 if is_new else 200


class _Handler(BaseHTTPRequestHandler):
    simulator: Simulator

    def do_POST(self) -> None:
        self.simulator.asked.append(self.path)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        head = {name.lower(): value for name, value in self.headers.items()}
        told = self.simulator.answers.pop(0) if self.simulator.answers else None
        match told:
            case "silent":
                time.sleep(1.5)
            case "cut":
                self.connection.close()
            case "taken-then-cut":
                self.simulator.take(head, body)
                self.connection.close()
            case "garbage":
                self.wfile.write(b"SSH-2.0-OpenSSH_9.9\r\n")
                self.close_connection = True
            case _:
                self._answer(told if isinstance(told, int) else self.simulator.take(head, body))

    def do_GET(self) -> None:
        self.simulator.asked.append(f"GET {self.path}")
        self._answer(200)

    def _answer(self, status: int) -> None:
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *args: object) -> None:
        """A client that goes away is what some tests want."""


@contextmanager
def running(folder: Path) -> Iterator[Simulator]:
    """The gateway, listening; ``folder`` gets its certificate, ``gateway.pem``."""
    simulator = Simulator()
    handler = type("Handler", (_Handler,), {"simulator": simulator})
    server = _Server(("127.0.0.1", 0), handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certificate(folder))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    simulator.url = f"https://127.0.0.1:{server.server_port}/v1/messages?city=990181"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield simulator
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "gateway.sample")])
    today = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "gateway.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(private + certificate.public_bytes(Encoding.PEM))
    return path
