"""What stands in the file for something that lives on the page: its words, and what to do."""

from __future__ import annotations

from html import escape

from . import page_words

CARD = ("display:inline-block;padding:8px 14px;border:1px solid currentColor;border-radius:12px;"
        "line-height:1.6;font-family:var(--jp-ui-font-family, system-ui, sans-serif);"
        "font-size:14px;max-width:100%")
WORDS = "font-family:inherit;font-size:inherit;margin:0;white-space:pre-wrap;overflow-wrap:anywhere"


def card(text: str) -> dict[str, str]:
    """HTML for where the widget is gone: a notebook that was opened again, a page on paper.

    No `<style>` and no script, so that it also shows in a notebook that is not trusted.
    """
    words = f'<pre style="{WORDS}">{escape(text)}</pre><em>{escape(page_words.RUN_ME)}</em>'
    return {"text/html": f'<div role="note" style="{CARD}">{words}</div>'}
