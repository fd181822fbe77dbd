"""For tests of any app that uses Twilio: a world of its own, for as long as a block lasts.

    from ahoy import Simulator

    def test_a_reminder_is_sent():
        with Simulator() as twilio:
            remind("+14155550123")                  # your code, with its own Client()
            twilio.run()                            # lets it all happen; nothing waits
            assert twilio.messages.last.body == "See you tomorrow!"

Nothing leaves the process: every `Client()` of the SDK, wherever it is built, is answered
by the simulator, and the site under test can be mounted at its public address. Time is
virtual, so every run is the same.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import inspect
import os
import re
import threading
from collections.abc import Callable
from typing import Any, TypedDict, TypeVar, cast

from ..account.carrier_network import Network
from ..account.geo_permissions import Permissions
from ..doors import sdk_client
from ..doors.port import Port
from ..facts import timing
from ..facts.errors import AhoyError
from ..numbers.phone_numbers import country, formatted
from ..phones import Handset
from ..trace import Alert, Log, Request, Webhook
from ..web import background_work
from ..web.mounted_sites import Mounts
from ..world import World, begin, current
from . import calls_and_texts

F = TypeVar("F", bound=Callable[..., Any])

CREDENTIALS = ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_PHONE_NUMBER")
HIDDEN = ("TWILIO_REGION", "TWILIO_EDGE")
"""Variables that would lead the SDK to other hosts."""

_busy = threading.Lock()


class _Wanted(TypedDict):
    """What a `Simulator` was asked for."""

    account_sid: str | None
    auth_token: str | None
    number: str | None
    account: str
    begins: dt.datetime | None


class Simulator:
    """Twilio and the telephone network, for the length of a `with` block or of a function.

    Inside, `Client()` and the environment's TWILIO_ variables belong to it; afterwards all
    is as it was. `async with` does the same. As a decorator, `@Simulator()`, each run of the
    function has a fresh one, given to it as `twilio` if it has a parameter of that name.

    An exception that the mounted site lets through is answered with HTTP 500, as a web
    server would, and raised from the next `run()` or from the end of the block.

    Args:
        account_sid: that of the account, where the app has one of its own in its settings.
        auth_token: the token that belongs to it.
        number: the account's phone number, E.164.
        account: `"full"`, `"trial-2026"` or `"trial-classic"`.
        begins: what virtual time begins with, one without a zone being UTC; 5 January 2026
            if left out, so that every run is the same. Code that reads the computer's own
            clock, to schedule a text or to list today's calls, wants
            `begins=datetime.now(timezone.utc)`.

    Raises:
        AhoyError: another one is running in this process, or an argument is unusable.
    """

    def __init__(self, *, account_sid: str | None = None, auth_token: str | None = None,
                 number: str | None = None, account: str = "full",
                 begins: dt.datetime | None = None) -> None:
        if account_sid is not None and not re.fullmatch("AC[0-9a-fA-F]{32}", account_sid):
            raise AhoyError(f"{account_sid!r} is no account SID: Twilio's are AC and 32 hexadecimal"
                            ' digits, like "AC" + "a" * 32. Use such a one in your test settings.')
        self._wanted = _Wanted(account_sid=account_sid, auth_token=auth_token, number=number,
                               account=account, begins=begins)
        self._world: World | None = None

    # --- its beginning and end ------------------------------------------------------------

    def __enter__(self) -> Simulator:
        if not _busy.acquire(blocking=False):
            raise AhoyError(
                "A Simulator is running in this process already, and a client would not know which"
                " one to ask. Use the one that runs, or end its block first. Tests that run side by"
                " side need processes of their own, as pytest-xdist gives them.")
        try:
            self._begin()
        except BaseException:
            _busy.release()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        world = self._its_world()
        try:
            background_work.end(world.turns)
            self._mounts.close()  # what an app asks at its end is still this world's
        finally:
            self._end(world)
        if kind is None:
            self._raise_failures()

    def _end(self, world: World) -> None:
        self._world = None
        try:
            if self._armed:
                sdk_client.disarm()
            begin(self._before)
            self._put_back()
            world.close()
        finally:
            _busy.release()

    async def __aenter__(self) -> Simulator:
        return self.__enter__()

    async def __aexit__(self, *why: Any) -> None:
        self.__exit__(*why)

    def __call__(self, function: F) -> F:
        """Decorates `function`, plain or async."""
        return _decorated(self, function)

    def _begin(self) -> None:
        world = World(clock="virtual", kind=self._wanted["account"],
                      begins=_seconds(self._wanted["begins"]))
        _settle_account(world, **self._wanted)
        self._world, self._before = world, current()
        self._mounts = Mounts()
        world.carrier, world.reaches = self._mounts, self._mounts.reaches
        self._armed = not sdk_client.is_armed()
        self._variables = {name: os.environ.pop(name, None) for name in (*CREDENTIALS, *HIDDEN)}
        values = (world.account.sid, world.account.auth_token, world.number.phone_number)
        os.environ.update(zip(CREDENTIALS, values, strict=True))
        sdk_client.arm()
        begin(world)

    def _put_back(self) -> None:
        for name, value in self._variables.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value

    def _raise_failures(self) -> None:
        failures, self._mounts.failures = self._mounts.failures, []
        if failures:
            raise failures[0]

    def _its_world(self) -> World:
        if self._world is None:
            raise AhoyError("This Simulator is not running. Use it inside of its block: "
                            "with Simulator() as twilio: ...")
        return self._world

    # --- the account -----------------------------------------------------------------------

    @property
    def account_sid(self) -> str:
        """Account SID: AC and 32 hexadecimal digits."""
        return self._its_world().account.sid

    @property
    def auth_token(self) -> str:
        """The account's token, with which webhooks are signed."""
        return self._its_world().account.auth_token

    @property
    def number(self) -> str:
        """The account's phone number, E.164."""
        return self._its_world().number.phone_number

    @property
    def permissions(self) -> Permissions:
        """The countries that the account may call and text: `.permissions.allow("GB")`. From
        the start: the United States, Canada, and the country of its own number."""
        return self._its_world().permissions

    @property
    def network(self) -> Network:
        """Moods of the carriers, such as `.network.a2p_registered = False`."""
        return self._its_world().network

    def client(self, **options: Any) -> Any:
        """The SDK's own client, with these credentials. `options` are `Client()`'s."""
        from twilio.rest import Client

        return Client(self.account_sid, self.auth_token, **options)

    def async_client(self, **options: Any) -> Any:
        """The same for the SDK's `…_async` methods."""
        return self.client(http_client=sdk_client.AsyncSimulatorClient(), **options)

    def configure(self, **settings: Any) -> None:
        """Sets up the account's number: `voice_url=`, `sms_url=` and whatever else
        `client.incoming_phone_numbers(sid).update()` takes. Raises what that raises.
        """
        self.client().incoming_phone_numbers(self._its_world().number.sid).update(**settings)

    # --- the world around it -----------------------------------------------------------------

    def phone(self, number: str, name: str | None = None) -> Handset:
        """The phone of somebody with this number (E.164). Script it, and read what it got:
        `.answers()`, `.presses("1")`, `.is_busy()`, `.texts("Hi", to=twilio.number)`, `.heard`.
        """
        return self._its_world().phones.get(number, name)

    def mount(self, base_url: str, app: Any, name: str = "site", *, proxied: bool = False) -> str:
        """Puts a WSGI or ASGI app at its public address; gives the address.

        Webhooks to URLs under `base_url` go to the app, in this process, signed for the
        public URL. `name` is what the trace calls it. An ASGI app starts now and ends with the
        block. Threads and tasks that a request leaves behind have their turn once Twilio has
        the answer, and time waits for them, at most 10 real seconds for each.

        `proxied`: the app sees plain HTTP and X-Forwarded-Proto, -Host, -Port and -For, as
        behind a tunnel, a load balancer or a host that ends TLS.

        Raises what an ASGI app raises at its start-up; `AhoyError` for what is no app.
        """
        base = self._mounts.add(base_url, app, proxied=proxied)
        self._its_world().sites["/".join(base.split("/")[:3])] = name
        return base

    def port(self, port: int = 0) -> Port:
        """The API on a port of this computer, for code in another process; it has a `url`, and
        an `environment` for a Python program. Use it in a `with` block, or `stop()` it."""
        return Port(self._its_world(), port)

    # --- time ----------------------------------------------------------------------------------

    @property
    def now(self) -> dt.datetime:
        """What the clock of this world says, UTC: `send_at=twilio.now + timedelta(hours=1)`."""
        return dt.datetime.fromtimestamp(self._its_world().clock.now(), dt.UTC)

    def run(self, seconds: float | None = None) -> None:
        """Lets everything in progress come to its end; or lets that many seconds pass, for
        a scheduled text, for example. Virtual time: it takes none of yours."""
        clock = self._its_world().clock
        if seconds is None:
            clock.settle(self._is_quiet)
        else:
            clock.advance(seconds)
        self._raise_failures()

    async def run_async(self) -> None:
        """`run()` for a site that is served by the event loop of the test itself."""
        await self._its_world().clock.settle_async(self._is_quiet)
        self._raise_failures()

    def _is_quiet(self) -> bool:
        return self._its_world().exchange.is_quiet()

    # --- what happened ---------------------------------------------------------------------------

    @property
    def messages(self) -> calls_and_texts.Seen[calls_and_texts.SeenText]:
        """All texts, in and out, oldest first, as they are now: `.last`, `.to(number)`."""
        return calls_and_texts.texts(self._its_world())

    @property
    def calls(self) -> calls_and_texts.Seen[calls_and_texts.SeenCall]:
        """All calls, in and out, oldest first, as they are now: `.last`, `.to(number)`."""
        return calls_and_texts.calls(self._its_world())

    @property
    def trace(self) -> Log:
        """Everything that happened, in order."""
        return self._its_world().trace

    @property
    def requests(self) -> list[Request]:
        """What your code asked of Twilio."""
        return [record for record in self.trace if isinstance(record, Request)]

    @property
    def webhooks(self) -> list[Webhook]:
        """What Twilio asked of the site, with what it answered."""
        return [record for record in self.trace if isinstance(record, Webhook)]

    @property
    def alerts(self) -> list[Alert]:
        """What Twilio's debugger would show."""
        return [record for record in self.trace if isinstance(record, Alert)]

    @property
    def story(self) -> str:
        """The trace as text, a line for each record."""
        return "\n".join(map(str, self.trace))

    def __repr__(self) -> str:
        if self._world is None:
            return "Simulator, not running"
        return f"Simulator with {len(self.calls)} calls and {len(self.messages)} texts"


def _seconds(begins: dt.datetime | None) -> float:
    """Since 1970. Raises `AhoyError` for what is no time."""
    if begins is None:
        return timing.EPOCH
    if not isinstance(begins, dt.datetime):
        raise AhoyError(f"begins={begins!r} is no time: give a datetime, for example"
                        " datetime(2026, 3, 1, 9, 30, tzinfo=timezone.utc).")
    return (begins if begins.tzinfo else begins.replace(tzinfo=dt.UTC)).timestamp()


def _settle_account(world: World, account_sid: str | None, auth_token: str | None,
                    number: str | None, **_: Any) -> None:
    """The account as the app's own settings have it."""
    old, store = world.account, world.store
    with world.lock:
        if account_sid or auth_token:
            sid = account_sid or old.sid
            store.delete(old)
            world.account = dataclasses.replace(
                old, sid=sid, auth_token=auth_token or old.auth_token, owner_account_sid=sid)
            store.insert(world.account)
            store.update(world.number, account_sid=sid)
        if number:
            store.update(world.number, phone_number=number, friendly_name=formatted(number))
            world.permissions.allow(country(number))


def _decorated(made: Simulator, function: F) -> F:
    wants = "twilio" in inspect.signature(function).parameters

    def fresh() -> tuple[Simulator, dict[str, Simulator]]:
        one = Simulator(**made._wanted)
        return one, ({"twilio": one} if wants else {})

    if inspect.iscoroutinefunction(function):

        @functools.wraps(function)
        async def run(*args: Any, **kwargs: Any) -> Any:
            one, given = fresh()
            with one:
                return await function(*args, **kwargs, **given)
    else:

        @functools.wraps(function)
        def run(*args: Any, **kwargs: Any) -> Any:
            one, given = fresh()
            with one:
                return function(*args, **kwargs, **given)

    vars(run)["__signature__"] = _without(function, "twilio")  # else pytest takes it for a fixture
    return cast("F", run)  # no type can say: the same, without a parameter of that name


def _without(function: Callable[..., Any], name: str) -> inspect.Signature:
    shape = inspect.signature(function)
    return shape.replace(parameters=[one for one in shape.parameters.values() if one.name != name])
