"""The account at a glance as HTML, as text, and in one sentence.

Without styles and scripts, so that it also shows in a notebook that is not trusted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape as as_html
from typing import NamedTuple
from urllib.parse import urlsplit

from ahoy.trace import shown

from .. import page_words
from . import account_reader
from .glance import BAD, AlertLine, Glance, Rows

T = page_words.ACCOUNT

_UNSEEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Control characters and halves of characters, which no page may hold."""


def escape(text: str) -> str:
    """`text` as HTML: nothing in it can become markup."""
    return as_html(_UNSEEN.sub("\ufffd", text))


class HtmlTable(NamedTuple):
    """A part of the view. `long`: the columns that may wrap."""

    name: str
    columns: tuple[str, ...]
    long: tuple[str, ...] = ()


NUMBERS = HtmlTable("numbers", ("number", "calls_go_to", "texts_go_to"),
                    ("calls_go_to", "texts_go_to"))
CALLS = HtmlTable("calls", ("when", "from", "to", "status", "lasted", "price"))
MESSAGES = HtmlTable("messages", ("when", "from", "to", "body", "status", "price"), ("body",))


def _tables(found: Glance) -> Iterator[tuple[HtmlTable, Rows, str]]:
    """Each table that was read, its rows, and what to say where there are none."""
    for table, rows, nothing in (
        (NUMBERS, found.numbers, T["no_numbers"].format(number=found.number)),
        (CALLS, found.calls, T["no_calls"]),
        (MESSAGES, found.messages, T["no_messages"]),
    ):
        if rows is not None:
            yield table, rows, nothing


def said(found: Glance) -> str:
    """The news in one sentence."""
    if found.problem:
        return found.problem
    counts = {name: len(getattr(found, name) or ()) for name in ("calls", "messages", "alerts")}
    return T["said"].format(**counts, balance=found.balance)


# --- text -----------------------------------------------------------------------------------


def text(found: Glance) -> str:
    """The same, line by line."""
    lines = [f"{found.title} {found.sid}. {found.balance}".rstrip(" .")]
    for table, rows, nothing in _tables(found):
        lines += [T[table.name], *(_aligned(rows) or [f"  {nothing}"])]
    if found.alerts is not None:
        alerts = [_alert_line(alert) for alert in found.alerts]
        lines += [T["alerts"], *(alerts or [f"  {T['no_alerts']}"])]
    return shown("\n".join(filter(None, [*lines, found.problem])))


def _aligned(rows: Rows) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    padded = (map(str.ljust, row, widths) for row in rows)
    return [f"  {'  '.join(cells)}".rstrip() for cells in padded]


def _alert_line(alert: AlertLine) -> str:
    return "  " + "  ".join(filter(None, [alert.when, alert.title, alert.cure]))


# --- HTML -----------------------------------------------------------------------------------


def html(found: Glance) -> str:
    """Tables, and alerts that open. Nothing from outside becomes markup."""
    parts = [_top(found), *(_table(*one) for one in _tables(found))]
    if found.alerts is not None:
        parts.append(_alerts(found.alerts))
    if found.problem:
        parts.append(f'<p class="ahoy-bad">⚠ {escape(found.problem)}</p>')
    if not account_reader.is_practice():
        parts.append(f'<p class="ahoy-quiet">{escape(T["as_of"])}</p>')
    return f'<div class="ahoy-account">{"".join(parts)}</div>'


def _top(found: Glance) -> str:
    return (f'<p class="ahoy-top"><strong>{escape(found.title)}</strong> '
            f"<code>{escape(found.sid)}</code> "
            f'<span class="ahoy-money">{escape(found.balance)}</span></p>')


def _table(table: HtmlTable, rows: Rows, nothing: str) -> str:
    name = escape(T[table.name])
    if not rows:
        return (f'<div class="ahoy-part"><p class="ahoy-caption">{name}</p>'
                f'<p class="ahoy-quiet">{escape(nothing)}</p></div>')
    head = "".join(f'<th scope="col" role="columnheader">{escape(T[column])}</th>'
                   for column in table.columns)
    body = "".join(f'<tr role="row">{_cells(table, row)}</tr>' for row in rows)
    # roles are written out, for a narrow page lays the rows out otherwise
    return (f'<div class="ahoy-part"><table role="table"><caption>{name}</caption>'
            f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
            f'<tbody role="rowgroup">{body}</tbody></table></div>')


def _cells(table: HtmlTable, row: Iterable[str]) -> str:
    return "".join(_cell(table, column, value)
                   for column, value in zip(table.columns, row, strict=True))


def _cell(table: HtmlTable, column: str, value: str) -> str:
    bad = column == "status" and value in BAD
    kind = "ahoy-long" if column in table.long else "ahoy-number"
    sign = "⚠ " if bad else ""
    said = f"{sign}{escape(value)}"
    if column in ("number", "from", "to", "when"):
        said = f'<span dir="ltr">{said}</span>'
    if bad:
        said = f'<span class="ahoy-bad">{said}</span>'
    label = escape(T[column])
    return f'<td role="cell" class="{kind}" data-label="{label}" dir="auto">{said}</td>'


def _alerts(alerts: tuple[AlertLine, ...]) -> str:
    inside = "".join(map(_alert, alerts)) or f'<p class="ahoy-quiet">{escape(T["no_alerts"])}</p>'
    return f'<div class="ahoy-part"><p class="ahoy-caption">{escape(T["alerts"])}</p>{inside}</div>'


def _alert(alert: AlertLine) -> str:
    lines = [f"<p>{escape(line)}</p>" for line in (alert.cure, alert.about) if line]
    if urlsplit(alert.link).scheme == "https":
        more = escape(T["more"].format(code=alert.code))
        lines.append(f'<p><a href="{escape(alert.link)}" target="_blank" rel="noopener">'
                     f"{more}</a></p>")
    return (f'<details data-key="{escape(alert.sid)}"><summary>⚠ {escape(alert.title)} '
            f'<span class="ahoy-quiet">{escape(alert.when)}</span></summary>{"".join(lines)}'
            "</details>")
