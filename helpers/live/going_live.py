"""What stands before live mode: who watches, the gate with its budget, and what is said."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..account import LiveAccount
    from ..settings import Settings
    from .gate import Gate


def gate(settings: Settings) -> Gate:
    """Guard, budget and consent; a consent goes on while `.env` stays as it is."""
    from .budget import Ledger, parse
    from .gate import Consent, Gate, current
    from .guard import Guard

    ledger = Ledger(settings.ledger / f"live-{settings.account_sid}.json", parse(settings.budget))
    made = Gate(Guard(settings.allowed_numbers, settings.public_url), ledger,
                Consent(lambda: _ask(ledger, made.consent)))
    if (old := current()) and (old.guard, old.ledger) == (made.guard, ledger):
        made.consent.is_given = old.consent.is_given
    return made


def told(settings: Settings, account: LiveAccount) -> str:
    """What is said where the learner goes live."""
    count = len(settings.allowed_numbers)
    return (
        f"LIVE: calls and texts reach real phones and cost money. Ahoy lets them go to "
        f"{count} number{'s' * (count != 1)} only (AHOY_ALLOWED_NUMBERS in .env).\n"
        f"Today: {account.today} (AHOY_BUDGET in .env), at list prices; carriers' fees come on "
        "top.\n"
        "Ahoy guards this Python only. Programs that you start from here inherit no token, but "
        "some read .env by themselves: nobody guards what other programs send.")


def _ask(ledger: Any, consent: Any) -> bool:
    """The first spending of a session: a button on the page, `y` in a terminal."""
    question = f"May this session spend money? Today's budget is {ledger.budget}."
    if hasattr(shell(), "kernel"):
        from ..page.account import spending_consent as page
        from .live_refusals import LiveRefused

        page.show(question, consent.give)
        raise LiveRefused("Live mode asks before it first spends money. Nothing was sent. Click "
                          "the button “Yes, this session may spend money”, then run this again.")
    try:
        return input(f"{question} y or n: ").strip().lower() in ("y", "yes")
    except EOFError:
        return False


def check(settings: Settings, clock: str | None, kind: str) -> None:
    """Raises `LiveRefused` where live mode may not begin."""
    from .live_refusals import LiveRefused

    if clock == "virtual":
        raise LiveRefused('clock="virtual" is for practice: real calls take real time. Use '
                          "start(), or write AHOY_MODE=practice in .env.")
    if kind != "full":
        raise LiveRefused(f'account="{kind}" is for practice: in live mode the account is the '
                          "one in .env. Use start(), or write AHOY_MODE=practice in .env.")
    if reason := _headless():
        raise LiveRefused(f"Live mode needs a person who watches, and {reason}. Nothing was sent. "
                          "Run this in a notebook or a terminal, or write AHOY_MODE=practice "
                          "in .env.")


def _headless() -> str:
    """Why nobody is watching, or nothing."""
    if in_ci():
        return "the variable CI is set"
    kernel = getattr(shell(), "kernel", None)
    if kernel is not None:
        return "" if _allows_input(kernel) else "this run allows no input"
    has_terminal = sys.stdin is not None and not sys.stdin.closed and sys.stdin.isatty()
    return "" if has_terminal else "there is neither a notebook nor a terminal"


def _allows_input(kernel: Any) -> bool:
    """Whether the page that runs this cell could be asked something (Jupyter's protocol)."""
    content = (kernel.get_parent() or {}).get("content", {})
    return bool(content.get("allow_stdin", False))


def in_ci() -> bool:
    """Whether this runs where nobody looks."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def shell() -> Any:
    """IPython's shell, or None; a plain script does not load IPython for this."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None
