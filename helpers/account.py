"""start(): settles the mode, and gives the account. Only this file knows both modes.

Practice begins a new world and puts its credentials into the environment; real ones
from the shell are hidden and never used. Live hands over to `live` and `guard`.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, TypeVar

from ahoy import AhoyError, NotStarted, World, arm, begin, current
from ahoy.account import account_data
from ahoy.account.trials import KINDS

from . import hidden_tokens
from .live.going_live import in_ci, shell
from .settings import Secret, Settings, SettingsError, read

if TYPE_CHECKING:
    from ahoy.account.carrier_network import Network
    from ahoy.account.geo_permissions import Permissions

    from .live.gate import Gate

T = TypeVar("T")

CLOCKS = ("real", "virtual")
HIDDEN = ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_PHONE_NUMBER",
          "TWILIO_API_KEY", "TWILIO_API_SECRET", "TWILIO_REGION", "TWILIO_EDGE", "PUBLIC_URL")
"""Variables of the shell that have no say once start() has run."""

_mode = ""
_warm = False
_shell_values: dict[str, Secret | None] | None = None
"""What the shell said before the first start(): kept aside, never used or shown."""


class PracticeAccount:
    """The account of the current practice world; it goes on in the next one.

    `auth_token` and `test_auth_token` are real strings whose `repr` hides them.
    Raises `NotStarted` once practice is over.
    """

    mode = "practice"

    @property
    def sid(self) -> str:
        """Account SID: AC and 32 hexadecimal digits."""
        return _world().account.sid

    @property
    def auth_token(self) -> Secret:
        """The account's password."""
        return Secret(_world().account.auth_token)

    @property
    def number(self) -> str:
        """The account's first number, E.164."""
        return _world().number.phone_number

    @property
    def test_sid(self) -> str:
        """SID of the test credentials: they check parameters, and send and store nothing."""
        return _world().test_account.sid

    @property
    def test_auth_token(self) -> Secret:
        """Token of the test credentials."""
        return Secret(_world().test_account.auth_token)

    @property
    def network(self) -> Network:
        """Switches of the telephone network, such as `a2p_registered` (see `Network`)."""
        return _world().network

    @property
    def permissions(self) -> Permissions:
        """Which countries may be called and texted: `.allow("GB")` (see `Permissions`)."""
        return _world().permissions

    @property
    def contents(self) -> dict[str, int]:
        """What is in the account: how many calls, messages, … (kinds without any: left out)."""
        world = _world()
        with world.lock:
            return account_data.contents(world.store)

    def export(self, path: str) -> int:
        """Writes the account to a file: a line of JSON for each call, message, …, without
        tokens. Gives how many. A file of that name is replaced."""
        world = _world()
        with world.lock:
            return account_data.export(world.store, path)

    def reset(self) -> None:
        """Empties the account: its calls, texts and settings of numbers are gone for good.

        SID, token, clients, handsets and sites go on, in a new world.
        """
        world = _world()
        clock = "virtual" if world.clock.is_virtual else "real"
        _begin_world(clock, world.store.path, world.kind, empty=True)

    def __repr__(self) -> str:
        if current() is None:
            return "practice account, not in use: run account = start()"
        return f"practice account {self.sid}, number {self.number}"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return _glance(self) if current() else {"text/plain": repr(self)}


class LiveAccount:
    """Your real account at Twilio: what is sent rings real phones and costs money.

    `auth_token` is a real string whose `repr` hides it. `today` tells what was spent or set
    aside of the day's budget, as the price list has it.
    """

    mode = "live"

    def __init__(self, settings: Settings, gate: Gate | None = None) -> None:
        self._gate = gate
        self.sid = settings.account_sid
        self.auth_token = settings.auth_token
        self.number = settings.phone_number

    @property
    def today(self) -> str:
        """What all kernels have spent of the budget today."""
        ledger = self._gate and self._gate.ledger
        return f"{ledger.spent} of {ledger.budget}" if ledger else ""

    def allow_spending(self) -> None:
        """This session may spend money, up to the day's budget: as the button on the page."""
        if self._gate:
            self._gate.consent.give()

    @property
    def test_sid(self) -> str:
        """Not known in live mode. Raises `AhoyError`."""
        raise AhoyError("Your test credentials stand in the Twilio Console, under API keys & "
                        "tokens. Ahoy knows them in practice mode only.")

    test_auth_token = test_sid

    @property
    def network(self) -> Network:
        """The real network can't be switched. Raises `AhoyError`."""
        raise AhoyError("network and permissions are switches of the practice network: here the "
                        "carriers and the Console decide. To practise, AHOY_MODE=practice in .env.")

    permissions = network

    def reset(self) -> None:
        """Refused: Ahoy deletes nothing of a real account. Raises `AhoyError`."""
        raise AhoyError("reset() empties a practice account. This one is live, and nothing was "
                        "deleted. To practise, write AHOY_MODE=practice in .env.")

    def __repr__(self) -> str:
        return f"LIVE account {self.sid}, number {self.number}: real phones, real money"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return _glance(self)


def start(*, clock: str | None = None, account: str = "full") -> PracticeAccount | LiveAccount:
    """Settles the mode (practice, unless `.env` says live) and gives the account.

    Called again it begins anew: phones forget; clients, handsets and sites go on. The account
    keeps its history (`account.reset()` empties it), but no URL of a kernel that is gone.

    Args:
        clock: `"real"`, `"virtual"`, or None for AHOY_CLOCK, else real.
        account: `"full"`, `"trial-2026"` (what signing up gives today) or `"trial-classic"`
            (what older texts describe); each kind has a practice account of its own.

    Raises:
        SettingsError: `.env` is half-filled or malformed; the message names line and fix.
        LiveRefused: live mode, where nobody watches or time or account are not real.
        AhoyError: there is no such clock or account.
    """
    _check_choice("clock", clock, CLOCKS, optional=True)
    _check_choice("account", account, KINDS)
    settings = read()
    if settings.mode == "live":
        return _go_live(settings, clock, account)
    return _practise(settings, clock or settings.clock, account)


def phone(number: str, name: str | None = None) -> Any:
    """The handset of `number` (E.164, or `client:ada`); in live mode the phone of `name`.

    Called again with the same number it gives the same handset. In live mode the number
    comes from AHOY_PHONE_<NAME> in `.env`.

    Raises `AhoyError` (`PhoneError`, `SettingsError`) for no number, or before start().
    """
    if is_live():
        from .live.phones_and_stories import LivePhone

        return LivePhone.of(number, name, read())
    from . import page

    return page.docked(_world().phones.get(number, name))


def is_live() -> bool:
    """True after a start() that went live."""
    return _mode == "live"


def leave() -> None:
    """Ends what start() began, and gives the shell's own variables back (for tests)."""
    global _mode, _shell_values
    arm()
    _close_world()
    _settle("")
    hidden_tokens.keep_private("")
    for name, value in (_shell_values or {}).items():
        _put(name, value)
    _shell_values = None


# --- practice -----------------------------------------------------------------------------


def _practise(settings: Settings, clock: str, kind: str) -> PracticeAccount:
    arm()  # the rule is swapped, and was never away
    _begin_world(clock, _file(settings, clock, kind), kind)
    return _announced(PracticeAccount(), "practice")


def _begin_world(clock: str, path: str, kind: str, empty: bool = False) -> None:
    """The new world takes the old one's place; handsets and sites move over."""
    previous = _close_world(keep_store=True)
    if empty:
        account_data.empty_file(path)
    world = World(clock=clock, path=path, kind=kind, previous=previous)
    if previous is not None and (path == ":memory:" or kind != "full"):
        # a client that was made before holds the old token
        for account, old in ((world.account, previous.account),
                             (world.test_account, previous.test_account)):
            world.store.update(account, auth_token=old.auth_token)
    _tell_sites(world)
    begin(world)
    _tell_pages()
    _set_environment(world.account.sid, world.account.auth_token, world.number.phone_number)
    _warm_up()
    if previous is not None:  # until now a page may have looked into it
        with previous.lock:
            previous.store.close()


def _close_world(*, keep_store: bool = False) -> World | None:
    world = current()
    if world is not None:
        begin(None)
        world.close(keep_store=keep_store)
    return world


def _tell_sites(world: World) -> None:
    """Sites that were served before the first start() are known by name, too."""
    if site := sys.modules.get(f"{__package__}.site"):
        site.tell_all(world)


def _tell_pages() -> None:
    """What shows the account on a page goes on with the new world."""
    for name in ("account.live_view", "phones.dock"):
        if page := sys.modules.get(f"{__package__}.page.{name}"):
            page.follow()


def _file(settings: Settings, clock: str, kind: str) -> str:
    """Where the practice account of a kind is kept: memory, or a file that lasts (AHOY_KEEP: on
    virtual time, too)."""
    lasts = os.environ.get("AHOY_HOME") or not (in_ci() or "PYTEST_CURRENT_TEST" in os.environ)
    if not lasts or (clock == "virtual" and not os.environ.get("AHOY_KEEP")):
        return ":memory:"
    return str(settings.home / ("practice.db" if kind == "full" else f"practice-{kind}.db"))


def _warm_up() -> None:
    """The SDK imports much on its first use: done here, the first call feels instant."""
    global _warm
    if not _warm:
        from twilio.rest import Client

        _ = Client().calls, Client().messages
        _warm = True


# --- live ---------------------------------------------------------------------------------


def _go_live(settings: Settings, clock: str | None, kind: str) -> LiveAccount:
    from . import site
    from .live import gate as gates
    from .live import going_live

    going_live.check(settings, clock, kind)
    gate = going_live.gate(settings)
    account = LiveAccount(settings, gate)
    told = going_live.told(settings, account)
    gates.open_gate(gate)  # before the token is there, and before practice ends
    site.judge_by(gates.current)
    _close_world()
    _set_environment(settings.account_sid, settings.auth_token, settings.phone_number,
                     settings.public_url)
    print(told)
    return _announced(account, "live")


# --- both ---------------------------------------------------------------------------------


def _world() -> World:
    world = current()
    if world is None:
        raise NotStarted("There is no practice account yet. Run account = start() first.")
    return world


def _check_choice(name: str, value: Any, known: tuple[str, ...], optional: bool = False) -> None:
    if value in known or (optional and value is None):
        return
    choices = " or ".join(f'{name}="{one}"' for one in known)
    raise AhoyError(f"start() knows no {name}={value!r}. Use {choices}.")


def _set_environment(sid: str, token: str, number: str, public_url: str | None = None) -> None:
    """This mode's values, where the SDK and production code look for them."""
    global _shell_values
    if _shell_values is None:
        _shell_values = {name: _hidden(os.environ.get(name)) for name in HIDDEN}
        for name, user in (("TWILIO_AUTH_TOKEN", "TWILIO_ACCOUNT_SID"),
                           ("TWILIO_API_SECRET", "TWILIO_API_KEY")):
            hidden_tokens.know(_shell_values[name] or "", _shell_values[user] or "")
    live = {"TWILIO_REGION", "TWILIO_EDGE"} if public_url is not None else set()
    for name in HIDDEN:
        _put(name, _shell_values[name] if name in live else None)
    hidden_tokens.know(token, sid)
    _put("TWILIO_ACCOUNT_SID", sid)
    hidden_tokens.keep_private(token if public_url is not None else "")
    _put("TWILIO_AUTH_TOKEN", token)
    _put("TWILIO_PHONE_NUMBER", number)
    _put("PUBLIC_URL", public_url or None)


def _hidden(value: str | None) -> Secret | None:
    return None if value is None else Secret(value)


def _put(name: str, value: str | None) -> None:
    os.environ.pop(name, None)
    if value is not None:
        os.environ[name] = value


def _announced(account: T, mode: str) -> T:
    """Shows the badge when the mode is new; a second start() in practice is silent."""
    page_shell = shell()
    news = mode != _mode
    _settle(mode)
    if page_shell is not None:
        from . import page, site

        page.install(page_shell)
        site.refuse_app_run(page_shell)
        if news and hasattr(page_shell, "kernel"):
            from IPython.display import display

            display(_badge(account), raw=True)
    return account


def _settle(mode: str) -> None:
    """Live must not be armed again when the next name is imported from `helpers`."""
    global _mode
    _mode = mode
    vars(sys.modules["helpers"])["_settled"] = mode == "live"


def _glance(account: Any) -> dict[str, Any]:
    from .page.account.glance_view import bundle

    return bundle(account)


def _badge(account: Any) -> dict[str, str]:
    from .page.account.badge import badge

    return badge(account)


__all__ = ["LiveAccount", "PracticeAccount", "SettingsError", "is_live", "leave", "phone", "start"]
