"""An ASGI app, such as FastAPI's, where the site's server speaks WSGI."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from ahoy import current
from ahoy.web import background_work
from ahoy.web.asgi_server import AsgiServer
from ahoy.web.http_client import HttpRequest
from ahoy.web.mounted_sites import scope

TOKEN = "HTTP_I_TWILIO_IDEMPOTENCY_TOKEN"


class AsgiBridge:
    """`app` as a WSGI app, in an event loop of its own from now until `stop()`.

    `on_failure` is told what its background tasks raise. An answer is sent when it is
    complete; WebSockets are not served. Raises what the app raises at its start-up.
    """

    def __init__(self, app: Any, on_failure: Callable[[BaseException], None]) -> None:
        self._server = AsgiServer(app, on_failure)
        self.stop = self._server.stop

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]
                 ) -> Iterable[bytes]:
        """WSGI."""
        world = current()
        turn = background_work.find(world.turns if world else [], environ.get(TOKEN, ""))
        ask = _ask(environ)
        answer = self._server.ask(scope("", ask), ask.body or b"", turn)
        phrase = HTTPStatus(answer.status).phrase if answer.status in _STATUSES else ""
        start_response(f"{answer.status} {phrase}", answer.headers)
        return [answer.body]


def _path(target: str) -> str:
    """The target without the host, which a proxy's client writes."""
    return target if target.startswith("/") else "/" + target.partition("://")[2].partition("/")[2]


_STATUSES = {status.value for status in HTTPStatus}


def _ask(environ: dict[str, Any]) -> HttpRequest:
    """The request as it went over the wire."""
    headers = {name.removeprefix("HTTP_").replace("_", "-").title(): value
               for name, value in environ.items()
               if name.startswith("HTTP_") or (name == "CONTENT_TYPE" and value)}
    host = environ.get("HTTP_HOST") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
    url = f"{environ['wsgi.url_scheme']}://{host}{_path(environ['RAW_URI'])}"
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    return HttpRequest(environ["REQUEST_METHOD"], url, headers, body)
