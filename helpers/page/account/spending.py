"""spending(): what calls and texts have cost, from the account's own usage records."""

from __future__ import annotations

from html import escape
from typing import Any, NamedTuple

from ahoy import AhoyError
from ahoy.facts import prices

from .. import page_words
from ..own_number import office_number
from ..text_width import wrap
from . import account_reader

CATEGORIES = (
    "phonenumbers", "calls-outbound", "calls-inbound", "calls-client", "calls-sip",
    "calls-globalconference", "recordings", "transcriptions", "answering-machine-detection",
    "speech-recognition", "amazon-polly", "sms-outbound", "sms-inbound", "mms-outbound",
    "mms-inbound", "sms-messages-carrierfees", "mms-messages-carrierfees",
    "failed-message-processing-fee", "lookups",
)
"""Twilio's usage categories that have a bar of their own; none is a part of another."""

WIDE = 360
"""Pixels of the drawing."""
PAD = 18
ROW = 54
"""Pixels from one bar to the next."""

INK, DIM, LINE, CARD, BAR, TRACK = ("#17232b", "#52626c", "#c3cfd6", "#f7f9fa", "#0b5a78",
                                    "#e1e8ec")
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"


class Cost(NamedTuple):
    """One category: its name in words, how much of it, and the price."""

    name: str
    amount: str
    price: float


class Costs(NamedTuple):
    """What the usage records say. `total` counts all categories, also those not in `rows`."""

    rows: tuple[Cost, ...]
    total: float
    currency: str


class Spending:
    """What the account has used, in money. It reads anew each time that it is shown.

    `total` is in USD (in live mode: in the account's currency).
    """

    @property
    def total(self) -> float:
        """All that was used, also what has no bar of its own."""
        return read(account_reader.client()).total

    def __repr__(self) -> str:
        return text_of(read(account_reader.client()))

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        costs = read(account_reader.client())
        bundle = {"text/plain": text_of(costs), "image/svg+xml": draw(costs)}
        if not account_reader.is_moving():
            return bundle
        from ..widget_line import view
        from .live_view import view_of

        return bundle | view(view_of("spending", _painted), bundle["text/plain"])


def spending() -> Spending:
    """What this account's calls, texts and numbers cost: bars, words and USD.

    In practice, what they would have cost, at approximate prices; it goes on counting while
    things happen. In live mode, what Twilio has charged, read when it is shown.
    Raises `AhoyError` before start().
    """
    if not office_number():
        raise AhoyError("There is no account to count for yet. Run account = start() first.")
    return Spending()


def read(client: Any) -> Costs:
    """The usage records of all time, in one request."""
    records = {one.category: one
               for one in client.usage.records.list(limit=1000, page_size=1000)}
    rows = tuple(_cost(records[name]) for name in CATEGORIES
                 if name in records and _is_used(records[name]))
    total = float(records["totalprice"].price or 0) if "totalprice" in records else 0.0
    rest = round(total - sum(row.price for row in rows), 5)
    if rest > 0:
        rows = (*rows, Cost(page_words.SPENDING["other"], "", rest))
    currency = str(records["totalprice"].price_unit or "usd").upper() if records else "USD"
    return Costs(rows, total, currency)


def _is_used(record: Any) -> bool:
    return bool(float(record.price or 0) or float(record.count or 0) or float(record.usage or 0))


def _cost(record: Any) -> Cost:
    parts = dict.fromkeys(_amount(count, unit) for count, unit in (
        (record.count, record.count_unit), (record.usage, record.usage_unit)) if count)
    return Cost(page_words.SPENDING[record.category], ", ".join(parts), float(record.price or 0))


def _amount(count: str, unit: str) -> str:
    """ "1 call", "3 segments"."""
    said = f"{float(count):,.2f}".rstrip("0").rstrip(".")
    one = unit.removesuffix("s") if said == "1" else unit
    return page_words.SPENDING["amount"].format(count=said, unit=one)


def usd(amount: float) -> str:
    """Four decimals: the cheapest thing costs a hundredth of a cent."""
    return f"{amount:,.4f}"


def _priced(amount: float, costs: Costs) -> str:
    return f"{usd(amount)} {costs.currency}"


def _title(costs: Costs) -> str:
    mode = "practice" if account_reader.is_practice() else "live"
    return page_words.SPENDING[mode].format(total=usd(costs.total), currency=costs.currency)


def _note() -> str:
    mode = "practice" if account_reader.is_practice() else "live"
    return page_words.SPENDING[f"{mode}_note"].format(month=prices.AS_OF)


def text_of(costs: Costs) -> str:
    """The same in words, line by line."""
    wide = max((len(row.name) for row in costs.rows), default=0)
    long = max((len(row.amount) for row in costs.rows), default=0)
    lines = [f"  {row.name:{wide}}  {row.amount:{long}}  {_priced(row.price, costs)}"
             for row in costs.rows]
    return "\n".join([_title(costs), *(lines or ["  " + page_words.SPENDING["nothing"]]), _note()])


def _painted(client: Any) -> tuple[str, str]:
    costs = read(client)
    return f'<div class="ahoy-spending">{draw(costs)}</div>', _title(costs)


# --- the drawing ----------------------------------------------------------------------------


def draw(costs: Costs) -> str:
    """Bars as one static SVG, the same text for the same records."""
    note = wrap(_note(), WIDE - 2 * PAD, 11, 3)
    high = 52 + ROW * max(1, len(costs.rows)) + 16 * len(note) + 6
    body = [_text(PAD, 30, _title(costs), "ink", INK, size=14, weight=600)]
    top = max((row.price for row in costs.rows), default=0) or 1
    body += [_row(row, 44 + ROW * place, top, _priced(row.price, costs))
             for place, row in enumerate(costs.rows)]
    if not costs.rows:
        body.append(_text(PAD, 66, page_words.SPENDING["nothing"], "dim", DIM))
    first = high - 16 * len(note) + 4
    body += [_text(PAD, first + 16 * place, line, "dim", DIM, size=11)
             for place, line in enumerate(note)]
    return _frame("".join(body), high, costs)


def _row(row: Cost, y: int, top: float, price: str) -> str:
    room = WIDE - 2 * PAD
    bar = max(2, round(room * row.price / top)) if row.price else 0
    return (_text(PAD, y + 16, row.name, "ink", INK)
            + _text(WIDE - PAD, y + 16, price, "ink", INK, anchor="end", weight=600)
            + f'<rect class="track" x="{PAD}" y="{y + 22}" width="{room}" height="8" rx="4" '
            f'fill="{TRACK}"/><rect class="bar" x="{PAD}" y="{y + 22}" width="{bar}" height="8" '
            f'rx="{min(4, bar / 2):g}" fill="{BAR}"/>'
            + _text(PAD, y + 44, row.amount, "dim", DIM, size=11))


def _text(x: int, y: int, words: str, kind: str, colour: str, *, anchor: str = "start",
          size: int = 13, weight: int = 400) -> str:
    return (f'<text class="{kind}" x="{x}" y="{y}" text-anchor="{anchor}" font-size="{size}" '
            f'font-weight="{weight}" fill="{colour}">{escape(words)}</text>')


def _frame(body: str, high: int, costs: Costs) -> str:
    title, said = escape(_title(costs)), escape(" ".join(text_of(costs).split()))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high}" width="{WIDE}" '
        f'height="{high}" style="max-width:100%;height:auto" direction="ltr" role="img" '
        f'aria-label="{said}" font-family="{FONT}"><title>{title}</title><desc>{said}</desc>'
        f'<rect class="card" x="0.5" y="0.5" width="{WIDE - 1}" height="{high - 1}" rx="12" '
        f'fill="{CARD}" stroke="{LINE}"/>{body}</svg>'
    )
