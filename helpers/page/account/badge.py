"""The badge that start() shows: which mode this is, with the account's number and SID."""

from __future__ import annotations

from html import escape
from typing import Any

from .. import page_words

COLOURS = {"practice": "#0a6a3c", "live": "#b3261e"}


def badge(account: Any) -> dict[str, str]:
    """A MIME bundle of `account.mode`, `.number` and `.sid`, for `display(…, raw=True)`; in
    live mode also of `.today`: what was spent of the day's budget.

    No `<style>` and no script, so that it also shows in a notebook that is not trusted.
    """
    t = page_words.BADGE
    word, means = t[account.mode], t[f"{account.mode}_means"]
    facts = f"{t['number']} {account.number} · {t['account']} {account.sid}"
    if today := getattr(account, "today", ""):
        facts += f" · {t['today']} {today}"
    return {"text/plain": f"{word}: {means}. {facts}", "text/html": _html(account, word, means)}


def _html(account: Any, word: str, means: str) -> str:
    colour, t = COLOURS[account.mode], page_words.BADGE
    pill = (f"display:inline-block;padding:3px 12px;border-radius:99px;background:{colour};"
            "color:#ffffff;font-weight:600;line-height:1.4;letter-spacing:0.02em")
    card = (f"display:inline-block;padding:10px 16px 10px 12px;border:1px solid {colour};"
            "border-left-width:5px;border-radius:12px;line-height:1.8;"
            "font-family:var(--jp-ui-font-family, system-ui, sans-serif);font-size:14px")
    today = getattr(account, "today", "")
    spent = f"<br>{_fact(t['today'], today)}" if today else ""
    return (
        f'<div role="note" style="{card}"><span style="{pill}">{escape(word)}</span> '
        f"{escape(means)}<br>{_fact(t['number'], account.number)} &nbsp; "
        f"{_fact(t['account'], account.sid)}{spent}</div>"
    )


def _fact(name: str, value: str) -> str:
    return f'<span>{escape(name)} <code>{escape(str(value))}</code></span>'
