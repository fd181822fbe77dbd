"""One request as a handler sees it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from .. import trace
from ..account import debugger
from ..facts import errors
from .api_request import ApiRequest, Values, fields

if TYPE_CHECKING:
    from ..store.rows import Account, ApiKey
    from ..world import World

FORMATS = ("json", "xml", "csv", "html")


@dataclass(slots=True)
class UncheckedAsk:
    """What is asked, before it is known who asks: see `access.check`.

    `path` is as it was asked for, without host and query; `parts` are its pieces without
    the extension, the product first (`api`, `messaging`, …); `names` are the variable ones.
    `format` is `json`, `xml` or `csv`; `auth` what came as user name and password.
    """

    world: World
    method: str
    path: str
    parts: tuple[str, ...]
    format: str
    given: Values
    auth: tuple[str, str] | None
    names: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The parameter (the last one, if it is repeated), or ""."""
        value = self.given.get(name, "")
        return value if isinstance(value, str) else value[-1] if value else ""

    def texts(self, name: str) -> list[str]:
        """All values of a repeated parameter."""
        value = self.given.get(name, [])
        return [value] if isinstance(value, str) else list(value)

    def has(self, name: str) -> bool:
        """True when the parameter was sent, even empty."""
        return name in self.given

    @property
    def word(self) -> str:
        """The last piece of the path that is no variable: `Calls`, `Balance`, …"""
        words = (part for part in reversed(self.parts) if part not in self.names.values())
        return next(words, "")

    def not_found(self) -> errors.TwilioError:
        """404 for the path that was asked for; the product APIs leave their version out."""
        if self.parts[0] == "api":
            return errors.not_found(self.path)
        return errors.not_found("/" + self.path.lstrip("/").partition("/")[2])


@dataclass(slots=True, kw_only=True)
class Ask(UncheckedAsk):
    """Who asks (`caller`), for which account (`account`), what: what a handler sees.

    `key`: the API key that it was asked with, if any.
    """

    account: Account
    caller: Account
    key: ApiKey | None

    def warn(self, text: str, cure: str = "", code: int | None = None) -> None:
        """A remark for the learner in the trace, and with a code of Twilio's in its debugger.

        The answer stays what it is.
        """
        self.world.trace.add(trace.Alert(
            at=self.world.env.now, source=trace.TWILIO, target=trace.CODE,
            code=code, level="warning", text=text, cure=cure))
        if code is not None and self.account.kind != "test":
            url = f"https://{self.parts[0]}.twilio.com{self.path}"
            debugger.remark(self.world, self.account.sid, code, text, self.method, url)


def checked(ask: UncheckedAsk, caller: Account, account: Account, key: ApiKey | None) -> Ask:
    """The same request, now that it is known who asks and for whom."""
    return Ask(ask.world, ask.method, ask.path, ask.parts, ask.format, ask.given, ask.auth,
               ask.names, account=account, caller=caller, key=key)


def read(world: World, request: ApiRequest) -> UncheckedAsk:
    """The request, taken apart. A POST's parameters are its form's; else the query's."""
    url = request.url
    product, path, parts, extension = _apart(url.partition("?")[0])
    given = dict(request.form if request.method == "POST" else request.params)
    if "?" in url:
        given = fields(urlsplit(url).query) | given
    given = {name: _whole(value) if isinstance(value, str) else list(map(_whole, value))
             for name, value in given.items()}
    form = extension or ("xml" if product == "api" else "json")
    return UncheckedAsk(world, request.method, path, (product, *parts), form, given, request.auth)


def _whole(value: str) -> str:
    """The value; halves of characters, which no wire could carry, become question marks."""
    return value if value.isascii() else value.encode("utf-8", "replace").decode()


@lru_cache(maxsize=4096)
def _apart(url: str) -> tuple[str, str, tuple[str, ...], str]:
    """Product, path, its pieces without the extension, and the extension."""
    split = urlsplit(url)
    host = split.hostname or ""
    product = host.partition(".")[0] if host.endswith(".twilio.com") else "api"
    stem, dot, extension = split.path.rpartition(".")
    if not dot or extension not in FORMATS:
        stem, extension = split.path, ""
    return product, split.path, tuple(unquote(part) for part in stem.split("/")[1:]), extension
