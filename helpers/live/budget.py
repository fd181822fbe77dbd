"""A day's budget of live mode: what a request costs at most, and what of the day is left.

The prices are the list prices of `ahoy.facts.prices`; where none is known, a guess on the safe
side. A sum is reserved before anything is sent, in a file that all kernels of a project share:
a kernel that dies afterwards has spent it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import math
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from ahoy.facts import prices, segments

from ..settings import BUDGET_PART
from .live_refusals import UNSENT, LiveRefused

MICRO = 1_000_000
ABROAD = {"minute": 0.50, "text": 0.20}
"""USD where the list price is not known here: an upper bound for most countries."""
WHATSAPP = 0.10
CODE = 0.15
"""USD for sending a code with Verify, its text included."""
LISTED = ("US", "CA", "PR")
"""Countries of the price list."""
PATIENCE = 5.0


class RequestCost(NamedTuple):
    """Millionths of a dollar, calls and texts."""

    micros: int = 0
    calls: int = 0
    texts: int = 0

    def __add__(self, other: Any) -> RequestCost:
        return RequestCost(*(a + b for a, b in zip(self, other, strict=True)))

    def __bool__(self) -> bool:
        return any(self)

    def __str__(self) -> str:
        calls = f"{self.calls} call{'s' * (self.calls != 1)}"
        return (f"{math.ceil(self.micros / 10_000) / 100:.2f} dollars, {calls} and "
                f"{self.texts} text{'s' * (self.texts != 1)}")


NOTHING = RequestCost()
DEFAULT = RequestCost(2 * MICRO, 20, 40)


def parse(written: str) -> RequestCost:
    """The budget of a line such as `2.00 dollars, 20 calls, 40 texts`, which was read already.

    What it does not name is as in `DEFAULT`; of two that name the same, the smaller counts.
    """
    found: dict[str, int] = {}
    for piece in written.split(",") if written.strip() else ():
        part = BUDGET_PART.fullmatch(piece.strip())
        if part is None:
            raise ValueError(f"{piece!r} is no part of a budget")
        usd = part["sum"] or part["usd"]
        name = "micros" if usd else "calls" if part["calls"] else "texts"
        value = round(float(usd) * MICRO) if usd else int(part["calls"] or part["texts"])
        found[name] = min(value, found.get(name, value))
    return DEFAULT._replace(**found)


# --- what it costs ----------------------------------------------------------------------------


def call(to: str, seconds: int, *, detects: bool = False, records: bool = False) -> RequestCost:
    """A call that is cut off after so many seconds."""
    minutes = math.ceil(seconds / 60)
    a_minute = prices.USD["call outbound voice"] if _is_listed(to) else ABROAD["minute"]
    usd = minutes * (a_minute + records * prices.USD["recording"])
    return RequestCost(_micros(usd + detects * prices.USD["answering machine detection"]), 1, 0)


def text(to: str, body: str, files: int = 0, known: int = 0) -> RequestCost:
    """A text, in as many segments as its body needs."""
    count = known or segments.count(body).segments
    if to.startswith("whatsapp:"):
        return RequestCost(_micros(WHATSAPP), 0, 1)
    a_segment = prices.USD["text outbound"] if _is_listed(to) else ABROAD["text"]
    media = prices.USD["media message outbound"] if _is_listed(to) else ABROAD["text"]
    return RequestCost(_micros(media if files else count * a_segment), 0, 1)


def document(found: Any) -> RequestCost:
    """What a document that was judged (`harmless.Found`) may cost."""
    legs = sum((call(number, seconds) for number, seconds in found.legs), NOTHING)
    texts = sum((text(*one) for one in found.texts), NOTHING)
    usd = (found.taped * prices.USD["recording"] + found.heard * prices.USD["speech recognition"]
           + found.transcribed * prices.USD["transcription"])
    return legs + texts + RequestCost(_micros(usd))


def code(channel: str) -> RequestCost:
    """A code that Verify sends."""
    return RequestCost(_micros(CODE), int(channel == "call"), int(channel != "call"))


def _is_listed(number: str) -> bool:
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.region_code_for_number(parsed) in LISTED


def _micros(usd: float) -> int:
    return math.ceil(round(usd * MICRO, 3))


# --- what is left -----------------------------------------------------------------------------


@dataclass(eq=False, slots=True)
class Reservation:
    """Money that is set aside. `release()`: Twilio refused, and nothing was spent."""

    ledger: Ledger
    cost: RequestCost
    day: str
    released: bool = False

    def release(self) -> None:
        """Gives it back, once."""
        if not self.released:
            self.released = True
            self.ledger.give_back(self)


class Ledger:
    """What was spent of `budget` today, in `path`: shared by kernels, and surviving them."""

    def __init__(self, path: Path, budget: RequestCost) -> None:
        self.path, self.budget = path, budget

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ledger) and (self.path, self.budget) == (other.path, other.budget)

    def reserve(self, cost: RequestCost) -> Reservation:
        """Sets `cost` aside. Raises `LiveRefused` when the day's budget has no room for it."""
        with self._locked():
            day, spent = self._read()
            if (after := spent + cost) and any(
                    a > b and c for a, b, c in zip(after, self.budget, cost, strict=True)):
                raise self._too_much(cost, spent)
            self._write(day, after)
        return Reservation(self, cost, day)

    def give_back(self, reservation: Reservation) -> None:
        """What was reserved today and not spent. A failure leaves it spent."""
        with contextlib.suppress(LiveRefused), self._locked():
            day, spent = self._read()
            if day == reservation.day:
                self._write(day, RequestCost(*(max(0, a - b) for a, b in zip(
                    spent, reservation.cost, strict=True))))

    @property
    def spent(self) -> RequestCost:
        """Today, by all kernels."""
        with self._locked():
            return self._read()[1]

    @contextlib.contextmanager
    def _locked(self) -> Any:
        from filelock import FileLock, Timeout

        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(f"{self.path}.lock", timeout=PATIENCE):
                yield
        except Timeout:
            raise self._unusable("another program has held its lock for "
                                 f"{PATIENCE:g} seconds", "Wait, or end that program.") from None
        except OSError as why:
            raise self._unusable(why.strerror or str(why), "Make room there, or let this program "
                                 "write there.") from why

    def _read(self) -> tuple[str, RequestCost]:
        """The day that counts, and what it has spent. A clock that was set back begins no day."""
        today = dt.datetime.now().astimezone().date().isoformat()
        if not self.path.exists():
            return today, RequestCost()
        try:
            kept = json.loads(self.path.read_text(encoding="utf-8"))
            day = dt.date.fromisoformat(kept["day"]).isoformat()
            spent = RequestCost(*(int(kept[name]) for name in RequestCost._fields))
            if min(spent) < 0:
                raise ValueError("less than nothing")
        except (ValueError, KeyError, TypeError):
            raise self._unusable("it is damaged", "Delete the file if you are sure: today's count "
                                 "then begins anew.") from None
        return (day, spent) if day >= today else (today, RequestCost())

    def _write(self, day: str, spent: RequestCost) -> None:
        made = self.path.with_name(f"{self.path.name}.{os.getpid()}.new")
        try:
            with open(made, "w", encoding="utf-8") as file:
                json.dump({"day": day, **spent._asdict()}, file)
                file.flush()
                os.fsync(file.fileno())
            made.replace(self.path)
        finally:
            made.unlink(missing_ok=True)

    def _too_much(self, cost: RequestCost, spent: RequestCost) -> LiveRefused:
        return LiveRefused(
            f"Live mode refused to spend {cost}: today's budget is {self.budget}, and {spent} of "
            f"it are spent or set aside. {UNSENT} Wait until tomorrow, give a shorter time_limit, "
            "or raise AHOY_BUDGET in .env and run start() again.")

    def _unusable(self, why: str, cure: str) -> LiveRefused:
        return LiveRefused(f"Live mode refused to spend: {self.path} keeps what was spent today, "
                           f"and {why}. {UNSENT} {cure}")
