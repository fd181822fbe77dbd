"""The account at a glance, as a cell shows it: text, HTML, and a view that follows."""

from __future__ import annotations

from typing import Any

from . import account_reader, glance_html
from .glance import read


def bundle(account: Any) -> dict[str, Any]:
    """What a cell shows for the account."""
    found = read(account)
    text = glance_html.text(found)
    shown = {"text/plain": text, "text/html": glance_html.html(found)}
    if not account_reader.is_moving():
        return shown
    from ..widget_line import view  # widgets are loaded when one is shown
    from .live_view import view_of

    def painted(client: Any) -> tuple[str, str]:
        now = read(account, client)
        return glance_html.html(now), glance_html.said(now)

    return shown | view(view_of("account", painted), text)
