"""serve(): the learner's own web site, on loopback in this kernel."""

from __future__ import annotations

import errno
import os
import socket
import threading
from typing import TYPE_CHECKING, Any

from ahoy import AhoyError, current
from ahoy.web.asgi_server import is_asgi

from . import links
from . import site_log as logs
from .apps import NotAWebApp, check_app, refuse_app_run
from .outgoing import Judged, judge_by
from .signing import signed_url
from .site_log import SiteLog

if TYPE_CHECKING:
    from ahoy import World

    from .asgi_bridge import AsgiBridge

_sites: dict[str, Site] = {}
_lock = threading.Lock()


class SitePortTaken(AhoyError):
    """Another program listens on the port. The message names it and the remedy."""


class Site:
    """A web site that runs in this kernel. Made by `serve`.

    `url`: its address, without a slash at the end. `log`: its latest requests, with what
    their handlers printed and raised.
    """

    def __init__(self, app: Any, listening: socket.socket, name: str, log: SiteLog,
                 bridge: AsgiBridge | None = None) -> None:
        from .site_server import HOST, SiteServer

        self.app, self.name, self.log = app, name, log
        self.port: int = listening.getsockname()[1]
        self.url = f"http://{HOST}:{self.port}"
        self._bridge = bridge
        self._server = SiteServer(listening, Judged(bridge or app), self.log)
        self._thread = threading.Thread(target=self._server.run, name=f"ahoy-site-{name}",
                                        daemon=True)
        self._thread.start()

    def tell(self, world: World) -> None:
        """The world calls it by its name, and asks it why it failed."""
        world.sites[self.url] = self.name
        world.reasons[self.url] = self.log.why
        world.serves(self.url)

    def asks(self, world: World) -> None:
        """Its handlers find themselves in `world` from now on, whichever is the current one."""
        self._server.world = world

    @property
    def is_serving(self) -> bool:
        """False once it was stopped or replaced."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """Stops it; the port is free at once. A second time does nothing."""
        with _lock:
            if _sites.get(self.name) is self:
                del _sites[self.name]
            if not _sites:
                logs.unroute()
        if self.is_serving:
            self._server.stop()
            self._thread.join(2)
            if self._bridge is not None:
                self._bridge.stop()

    @property
    def _has_address(self) -> bool:
        """False on virtual time: a saved notebook says the same on every machine."""
        world = current()
        return self.is_serving and not (world is not None and world.clock.is_virtual)

    def _said(self) -> str:
        return f'site "{self.name}" {"is serving" if self.is_serving else "has stopped"}'

    def __repr__(self) -> str:
        return f"{self._said()} at {self.url}" if self._has_address else self._said()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        shown = {"text/plain": repr(self)}
        if self._has_address:
            shown["text/html"] = links.html(self._said(), self.url, self.app)
        return shown


def serve(app: Any, port: int = 0, name: str = "site") -> Site:
    """Runs a WSGI or an ASGI app (Flask, FastAPI) as a web site on this computer only.

    Serving again under a name stops the old site of that name and takes its place, at the
    same address if `port` is 0 and the address is still free.

    Args:
        app: the app itself, not its class and not its name.
        port: 0 for any free one, or a number from 1 to 65535.
        name: what the trace calls it.

    Raises:
        NotAWebApp: `app` is nothing that can be served.
        SitePortTaken: another program listens on `port`.
        AhoyError: `port` or `name` is unusable.
        Exception: what an ASGI app raises at its start-up; the old site goes on.
    """
    check_app(app)
    _check_place(port, name)
    log = SiteLog()
    bridge = _bridged(app, log)
    old = _sites.get(name)
    wanted = port or (old.port if old else 0)
    if old is not None:
        old.stop()
    try:
        site = Site(app, _listen(port, wanted), name, log, bridge)
    except BaseException:
        if bridge is not None:
            bridge.stop()
        raise
    with _lock:
        _sites[name] = site
    logs.adopt(app)
    if world := current():
        site.tell(world)
    return site


def _bridged(app: Any, log: SiteLog) -> AsgiBridge | None:
    """What serves an ASGI app; None for others."""
    if not is_asgi(app):
        return None
    from .asgi_bridge import AsgiBridge

    return AsgiBridge(app, lambda failure: log.begin("(afterwards)", "").fail(failure))


def running() -> list[Site]:
    """The sites that are served now."""
    with _lock:
        return list(_sites.values())


def tell_all(world: World) -> None:
    """The world knows every site that is served now."""
    for site in running():
        site.tell(world)


def _check_place(port: Any, name: Any) -> None:
    if isinstance(port, bool) or not isinstance(port, int) or not 0 <= port <= 65535:
        raise AhoyError(f"serve() can't use port={port!r}: give a whole number from 1 to 65535, "
                        "or leave it out and any free port is used.")
    if not isinstance(name, str) or not name.strip():
        raise AhoyError(f'serve() can\'t use name={name!r}: give a word, like name="office".')


def _listen(port: int, wanted: int) -> socket.socket:
    """A socket that listens: on `wanted`, or, when the learner named no port, on another."""
    try:
        return socket.create_server(("127.0.0.1", wanted), backlog=128)
    except OSError as why:
        if not port and wanted:
            return _listen(0, 0)
        raise _no_socket(wanted, why) from why


def _no_socket(port: int, why: OSError) -> AhoyError:
    if why.errno == errno.EADDRINUSE:
        return SitePortTaken(
            f"Port {port} is taken by another program on this computer, so the site was not "
            "started. Leave port= out and a free one is used, or stop that program.")
    reason = os.strerror(why.errno) if why.errno else str(why)
    return AhoyError(f"The site can't listen on port {port}: {reason}. Leave port= out and a free "
                     "one is used.")


__all__ = ["NotAWebApp", "Site", "SitePortTaken", "judge_by", "refuse_app_run", "running", "serve",
           "signed_url"]
