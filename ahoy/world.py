"""A world: one clock, one exchange, its handsets, sites and trace, over one account."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from . import api, trace
from . import clock as clocks
from .account import trials
from .account.carrier_network import Network
from .account.geo_permissions import Permissions
from .account.rate_limits import Limits
from .exchange.exchange import Exchange
from .exchange.verbs.carry_out import carry_out
from .facts import prices, timing
from .facts.errors import AhoyError
from .phones import Phones
from .store import living_kernels
from .store.living_kernels import KernelLock
from .store.rows import TABLES, Account, OutgoingCallerId, PhoneNumber, UsageTrigger
from .store.sids import Ids
from .store.store import Store
from .web import background_work, http_client
from .web.hosted import Hosted

if TYPE_CHECKING:
    from .web.http_client import HttpAnswer, HttpRequest

ACCOUNT_SID = "AC" + "1" * 32
TEST_ACCOUNT_SID = "AC" + "2" * 32
NUMBER = "+14155550100"
"""The account's first number, in area 415."""

WELCOME_VOICE = "https://demo.twilio.com/welcome/voice/"
WELCOME_TEXT = "https://demo.twilio.com/welcome/sms/reply/"
"""What a new number says and replies until its owner sets it up."""


class World:
    """All that one kernel simulates, from its `start()` on.

    Args:
        clock: `"virtual"` (nothing waits, nothing is random) or `"real"`.
        path: the account's SQLite file, or `":memory:"`.
        kind: `"full"`, `"trial-2026"` or `"trial-classic"`.
        previous: the world before, whose handsets and sites go on in this one.
        begins: seconds since 1970 (UTC) at which virtual time begins.

    Raises:
        AhoyError: the file can't be opened or holds an account of another kind, or the clock
            or kind has no such name.
    """

    def __init__(self, *, clock: str = "virtual", path: str | Path = ":memory:",
                 kind: str = "full", previous: World | None = None,
                 begins: float = timing.EPOCH) -> None:
        if clock not in ("virtual", "real"):
            raise AhoyError(f'There is no clock {clock!r}: choose "virtual" or "real".')
        if kind not in trials.KINDS:
            known = " or ".join(f'"{one}"' for one in trials.KINDS)
            raise AhoyError(f"There is no account of kind {kind!r}: choose {known}.")
        self.kind = kind
        self.network = Network()
        """Switches of the telephone network, for lessons."""
        self.store = self._opened(str(path))
        self.ids = Ids(seeded=clock == "virtual")
        self.clock = clocks.make(clock, begins)
        self.env = self.clock.env
        self.lock = self.clock.lock
        self.trace = trace.Log(clocks.stopwatch())
        self.hosted = Hosted()
        self._presence = KernelLock(str(path))
        self.name = self._presence.name
        self.sites: dict[str, str] = {} if previous is None else dict(previous.sites)
        self.reasons: dict[str, Callable[[str], str]] = (
            {} if previous is None else dict(previous.reasons))
        """Sites in this kernel tell what they raised for a request, by its idempotency token."""
        self.carrier: Callable[[HttpRequest], HttpAnswer] = http_client.http
        self.reaches: Callable[[str], bool] = http_client.is_loopback
        self.turns: list[background_work.Turn] = []
        self.last_webhooks: dict[str, tuple[str, dict[str, str], HttpAnswer]] = {}
        self.webhook_seconds = trials.webhook_seconds(kind) or http_client.TOTAL_LIMIT
        self.limits = Limits()
        self.permissions = Permissions()
        self.exchange = Exchange(self, carry_out)
        self.phones: Phones = Phones(self, previous.phones if previous else None)
        self._watch_for_faults()
        if self.store.is_file:
            self.clock.when_quiet = self.store.flush
        with self.lock:
            with self.store.alone():  # of two that open a new file, one makes the account
                self._open_account()
            self.has_triggers = bool(self.store.pick(UsageTrigger, "sid"))
            self._presence.end_what_the_dead_left(self.store, self.clock.now())
            for text in self._presence.scheduled_by_the_dead(self.store):
                self.exchange.resume_message(text)

    def _opened(self, path: str) -> Store:
        """The store; its account must be of this world's kind, if there is one."""
        store = Store(path)
        found = store.get(Account, ACCOUNT_SID)
        if found is not None and found.kind != self.kind:
            store.close()
            raise AhoyError(f"{path} holds an account of kind {found.kind!r}, not {self.kind!r}. "
                            "Open it with its own kind, or give another path.")
        return store

    def _count_on(self) -> None:
        """What an earlier world left in the file has its SIDs; new ones follow them."""
        if not (self.ids.seeded and self.store.is_file):
            return
        for kind in TABLES:
            for (sid,) in self.store.pick(kind, "sid"):
                self.ids.has_given(sid)

    def _open_account(self) -> None:
        self._count_on()
        self.account = self.store.get(Account, ACCOUNT_SID) or self._new_account()
        self.test_account = self.store.get(Account, TEST_ACCOUNT_SID) or self._new_test_account()
        owned = self.store.find(PhoneNumber, account_sid=ACCOUNT_SID)
        self.number = owned[-1] if owned else self._new_number()
        if self.kind == trials.NEW and not self.store.pick(OutgoingCallerId, "sid"):
            self._verify_sign_up()

    def _verify_sign_up(self) -> None:
        now = self.clock.now()
        self.store.insert(OutgoingCallerId(
            sid=self.ids.sid("PN"), account_sid=ACCOUNT_SID, phone_number=trials.SIGN_UP,
            friendly_name="(415) 555-0101", date_created=now, date_updated=now))

    def forget_number(self, number: PhoneNumber) -> None:
        """A number was given back: the oldest that is left is the account's first."""
        owned = self.store.find(PhoneNumber, account_sid=ACCOUNT_SID)
        if number.sid == self.number.sid and owned:
            self.number = owned[-1]

    def _new_account(self) -> Account:
        now = self.clock.now()
        account = Account(sid=ACCOUNT_SID, auth_token=self.ids.token(), kind=self.kind,
                          owner_account_sid=ACCOUNT_SID, credit=prices.OPENING[self.kind],
                          date_created=now, date_updated=now)
        self.store.insert(account)
        return account

    def _new_test_account(self) -> Account:
        now = self.clock.now()
        account = Account(sid=TEST_ACCOUNT_SID, auth_token=self.ids.token(), kind="test",
                          friendly_name="Test credentials", owner_account_sid=TEST_ACCOUNT_SID,
                          date_created=now, date_updated=now)
        self.store.insert(account)
        return account

    def _new_number(self) -> PhoneNumber:
        now = self.clock.now()
        number = PhoneNumber(
            sid=self.ids.sid("PN"), account_sid=ACCOUNT_SID, phone_number=NUMBER,
            friendly_name="(415) 555-0100", voice_url=WELCOME_VOICE, sms_url=WELCOME_TEXT,
            date_created=now, date_updated=now)
        if self.kind != trials.NEW:  # there Twilio lends it, and does not list it
            self.store.insert(number)
        return number

    def request(self, request: api.ApiRequest) -> api.ApiReply:
        """Asks the REST API. Afterwards virtual time moves on by one second; not from the event
        loop of a mounted app, which would have to answer the webhooks of that second."""
        background_work.wait(self.turns)
        reply = self._answer(request)
        if not background_work.is_a_sites_loop():
            self.clock.after_request()
        return reply

    def look(self, request: api.ApiRequest) -> api.ApiReply:
        """Asks the REST API for a page that shows the account: unseen, and time stands still."""
        with self.lock:
            return api.look(self, request)

    async def request_async(self, request: api.ApiRequest) -> api.ApiReply:
        """The same where an event loop runs: a webhook that follows does not hold it up."""
        await background_work.wait_async(self.turns)
        reply = self._answer(request)
        await self.clock.after_request_async()
        return reply

    def _answer(self, request: api.ApiRequest) -> api.ApiReply:
        with self.limits, self.lock:
            self.clock.catch_up()
            reply = api.handle(self, request)
            self.clock.when_quiet()
            self.lock.notify_all()
        return reply

    def account_of(self, sid: str) -> Account | None:
        """The account, or the subaccount, with this SID."""
        return self.account if sid == self.account.sid else self.store.get(Account, sid)

    def number_at(self, number: str) -> PhoneNumber | None:
        """The number of an account's own at this E.164, or None."""
        if not self.store.pick(PhoneNumber, "sid", phone_number=number):
            return None  # as for most: quicker than to read the row
        return self.store.find(PhoneNumber, phone_number=number)[0]

    def is_active(self, sid: str) -> bool:
        """False for an account that is suspended or closed: it neither calls nor texts."""
        account = self.account_of(sid)
        return account is None or account.status == "active"

    def rate_limit(self, requests: int = 0, *, concurrent: int | None = None) -> None:
        """Refuses the next `requests` with 429 (20429), or more than `concurrent` at once."""
        self.limits.set(requests, concurrent)

    def why(self, base: str, token: str) -> str:
        """What the site at `base` raised for the webhook with this token; "" if not known."""
        tell = self.reasons.get(base)
        return tell(token) if tell is not None else ""

    def settle(self, sid: str, timeout: float | None = None) -> bool:
        """Lets a call or message run to its end; True when it got there.

        `timeout` is in real seconds and counts on the real clock only.
        """
        return self.clock.settle(lambda: self.exchange.is_settled(sid), timeout)

    def close(self, *, keep_store: bool = False) -> None:
        """Ends this world: calls in progress fail, the account's file is closed.

        `keep_store`: a page may still look into it until the next world stands.
        """
        self.clock.close()
        background_work.end(self.turns)
        with self.lock:
            self.env.abandon()
            living_kernels.end(self.store, self.clock.now(), self.exchange.unfinished())
            self.store.flush()
            if not keep_store:
                self.store.close()
        self._presence.leave()

    def _watch_for_faults(self) -> None:
        def note(fault: Exception) -> None:
            self.trace.add(trace.Alert(
                at=self.env.now, source=trace.TWILIO, target=trace.TWILIO, code=None,
                text=f"The simulator itself has failed: {fault!r}.",
                cure="This is a fault of Ahoy: please report it. start() begins anew."))

        if isinstance(self.clock, clocks.RealClock):
            self.clock.on_fault = note


_current: World | None = None


def current() -> World | None:
    """The world that every client, handset and site of this process belongs to, or None."""
    return _current


def begin(world: World | None) -> None:
    """Makes `world` the current one."""
    global _current
    _current = world


__all__ = ["ACCOUNT_SID", "NUMBER", "TEST_ACCOUNT_SID", "World", "begin", "current"]
