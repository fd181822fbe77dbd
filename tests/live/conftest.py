"""Live mode on a telephone line that leads nowhere: below all libraries stands a local server.

Each name of Twilio's leads to a TLS server on loopback, with a certificate that is made for
the tests; every other name is nobody. `line.seen` has each request that got through.
"""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

import pytest

from ahoy import disarm
from helpers.account import leave
from helpers.live.budget import Ledger, RequestCost
from helpers.live.gate import Consent, Gate, open_gate
from helpers.live.guard import Guard
from tests.live.doors import ALICE, BOB, PUBLIC, SID, TOKEN


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A file with a key and a certificate for Twilio's names, made now."""
    if shutil.which("openssl") is None:
        pytest.skip("needs the program openssl")
    folder = tmp_path_factory.mktemp("line")
    names = "DNS:*.twilio.com,DNS:*.dublin.ie1.twilio.com"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "2", "-subj", "/CN=twilio", "-addext", f"subjectAltName={names}",
         "-addext", "keyUsage=critical,digitalSignature,keyCertSign",
         "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
        check=True, capture_output=True)
    return folder


class _Twilio(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        """Takes it down, and says yes."""
        line, length = self.server.line, int(self.headers.get("Content-Length") or 0)
        form = parse_qsl(self.rfile.read(length).decode("latin-1"))
        line.seen.append((self.command, self.path.rpartition("/")[2], dict(form)))
        is_list = self.command == "GET"
        body = b'{"messages": []}' if is_list else b'{"sid": "SM1", "code": 20001}'
        self.send_response(200 if is_list else line.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_DELETE = do_PUT = do_HEAD = answer

    def log_message(self, *_):
        """Quiet."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """A client that hangs up is no news."""


class Line:
    """Twilio's place. `status`: what it answers."""

    def __init__(self, certificate) -> None:
        self.seen, self.status, self.outside = [], 201, []
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
        self.server = _Server(("127.0.0.1", 0), _Twilio)
        self.server.line = self
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def look_up(self, original):
        """Twilio's names are here; others are nowhere."""
        def getaddrinfo(host, port, *args, **options):
            name = host.decode() if isinstance(host, bytes) else host
            if name and name.encode("idna").decode().rstrip(".").endswith("twilio.com"):
                return original("127.0.0.1", self.port, *args, **options)
            if name in ("127.0.0.1", "localhost", None):
                return original(host, port, *args, **options)
            self.outside.append(name)
            raise socket.gaierror(f"{name} is not looked up here")

        return getaddrinfo

    def connect(self, original):
        """Who has looked up the name himself connects to its own port."""
        def connect(plain, address):
            is_here = isinstance(address, tuple) and address[:2] == ("127.0.0.1", 443)
            return original(plain, ("127.0.0.1", self.port) if is_here else address)

        return connect

    def close(self):
        """Stops listening."""
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def line(certificate, monkeypatch):
    """The line, and nothing armed."""
    disarm()
    line = Line(certificate)
    monkeypatch.setattr(socket, "getaddrinfo", line.look_up(socket.getaddrinfo))
    monkeypatch.setattr(socket.socket, "connect", line.connect(socket.socket.connect))
    for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"):
        monkeypatch.setenv(name, str(certificate / "cert.pem"))
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", SID)
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", TOKEN)
    yield line
    leave()
    disarm()
    line.close()


@pytest.fixture
def ledger(tmp_path):
    """A budget that no test exhausts by accident."""
    return Ledger(tmp_path / "spent.json", RequestCost(100 * 10**6, 1000, 1000))


@pytest.fixture
def gate(line, ledger):
    """Live mode for Alice and Bob, agreed to."""
    gate = Gate(Guard((ALICE, BOB), PUBLIC), ledger, Consent(lambda: True))
    open_gate(gate)
    return gate
