"""A site as a cell shows it: its address, and each page of it that a browser can open."""

from __future__ import annotations

import sys
from html import escape
from typing import Any


def pages(app: Any) -> list[str]:
    """The paths of a Flask app that answer GET and need nothing filled in; of others: none."""
    flask = sys.modules.get("flask")
    if flask is None or not isinstance(app, flask.Flask):
        return []
    return [rule.rule for rule in app.url_map.iter_rules()
            if "GET" in (rule.methods or ()) and not rule.arguments and rule.rule != "/"]


def html(said: str, url: str, app: Any) -> str:
    """The sentence about the site, and links that open in a tab of their own."""
    items = "".join(f"<li>{_link(url + path)}</li>" for path in pages(app))
    listed = f"<ul>{items}</ul>" if items else ""
    return f"<div>{escape(said)} at {_link(url)}{listed}</div>"


def _link(url: str) -> str:
    return f'<a href="{escape(url)}" target="_blank" rel="noopener">{escape(url)}</a>'
