"""Pages that Twilio hosts, served in this process: twimlets, demo pages, TwiML bins.

The old links work without a network. Nothing outside is ever asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from . import demo_pages, dialing_twimlets, hold_music_files, twiml_bins, twimlets
from .hosted_page import Fields, HostedPage, Params, plain
from .twiml_bins import Bin, Bins

__all__ = ["Bin", "Bins", "Hosted", "HostedPage"]

TWIMLETS: dict[str, twimlets.Twimlet] = {
    page.__name__: page
    for page in (
        twimlets.echo,
        twimlets.message,
        twimlets.menu,
        twimlets.voicemail,
        twimlets.holdmusic,
        twimlets.whisper,
        dialing_twimlets.forward,
        dialing_twimlets.simulring,
        dialing_twimlets.findme,
        dialing_twimlets.callme,
        dialing_twimlets.conference,
    )
}


class Hosted:
    """All hosted pages of one world; its bins are the only thing that it remembers."""

    def __init__(self) -> None:
        self.bins = Bins()

    def answer(self, method: str, url: str, params: Params | None = None) -> HostedPage | None:
        """The page at an http or https URL; None when its host is not one of Twilio's pages.

        `params` are the decoded form fields; those of the URL's query are read as well.
        Redirects are given, not followed. A path that no page has gives 404.
        """
        try:
            parts = urlsplit(url)
            host = (parts.hostname or "").rstrip(".").lower()
        except ValueError:
            return None
        if parts.scheme.lower() not in ("http", "https"):
            return None
        page = self._page(host, unquote(parts.path), url, params or {})
        if page is not None and method.upper() == "HEAD":
            page = HostedPage(page.status, page.content_type, b"", page.headers)
        return page

    def _page(self, host: str, path: str, url: str, params: Params) -> HostedPage | None:
        if host in (twimlets.HOST, f"www.{twimlets.HOST}"):
            return _twimlet(path, url, params)
        if host == demo_pages.HOST:
            found = demo_pages.PAGES.get(path.rstrip("/"))
            return found() if found else _missing(host, path, demo_pages.PAGES)
        if host == twiml_bins.HOST:
            return self.bins.answer(path)
        return _music(host, path)


def _twimlet(path: str, url: str, params: Params) -> HostedPage:
    found = TWIMLETS.get(path.strip("/").lower())
    if found is None:
        return _missing(twimlets.HOST, path, (f"/{name}" for name in TWIMLETS))
    return found(url, Fields(url, params))


def _music(host: str, path: str) -> HostedPage | None:
    if host == "s3.amazonaws.com" and path == f"/{hold_music_files.SOUNDS}/index.xml":
        return demo_pages.hold_music()
    if host.startswith("com.twilio.") and host.endswith(".s3.amazonaws.com"):
        song = hold_music_files.is_song(f"http://{host}{path}")
        return demo_pages.sound() if song else plain(404, f"There is no song at {host}{path}.\n")
    return None


def _missing(host: str, path: str, known: Iterable[str]) -> HostedPage:
    return plain(404, f"There is no page at {host}{path}. There is: {', '.join(known)}.\n")
