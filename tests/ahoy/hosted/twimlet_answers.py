"""What twimlets.com answers."""

from __future__ import annotations

from ahoy.web.hosted import Hosted

PROLOG = '<?xml version="1.0" encoding="UTF-8"?>\n'


def page(path: str, **params: str):
    """What twimlets.com answers to a POST with these form fields."""
    return Hosted().answer("POST", f"http://twimlets.com/{path}", params)


def body(path: str, **params: str) -> str:
    """The TwiML of that answer, without its prolog and last line end."""
    answer = page(path, **params)
    assert (200, "text/xml", PROLOG) == (
        answer.status,
        answer.content_type,
        answer.text[: len(PROLOG)],
    )
    return answer.text[len(PROLOG) :].rstrip("\n")
