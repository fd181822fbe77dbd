"""Lists: one page of rows in an envelope, and the tokens that lead on from it.

A token is `PA` and the SID of the page's last item (older ones follow), or `PB` and the
SID of its first (newer ones), as recorded. A page therefore stays where it was cut, even
when rows arrive or are deleted between two requests. Lists that are computed, such as
usage, have the page's number in the token instead: `AP` and base64, as in Twilio's
OpenAPI example.

The 2010 API and the product APIs (`…twilio.com/v1`) have an envelope each.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from ..facts import errors
from ..store.store import R, RowPage, Where
from .answers import Answer, fetched
from .parameters import PAGING, whole
from .request_context import Ask

SIZE = 50
LARGEST = 1000


def answer(ask: Ask, kind: type[R], key: str, where: Where,
           as_json: Callable[[R], dict[str, Any]]) -> Answer:
    """The page that was asked for, of the rows for which `where` holds, under `key`.

    Raises:
        TwilioError: 20001, 20007 or 21481 for a page, size or token that can't be.
    """
    size, number = _size(ask), _number(ask)
    edge = _edge(ask, kind, number)
    page = ask.world.store.page(kind, where=where, size=size, **edge)
    back, on = _row_tokens(page, number, older=page.has_more or "after" in edge)
    return fetched(_envelope(ask, key, [as_json(row) for row in page.rows], size, number, back, on))


def computed(ask: Ask, key: str, items: list[dict[str, Any]]) -> Answer:
    """The page that was asked for, of a list that is worked out anew for each request.

    Raises:
        TwilioError: as `answer`.
    """
    size, number = _size(ask), _number(ask)
    if number and ask.text("PageToken") != _token(number):
        raise errors.refuse(21481)
    start = number * size
    back = _token(number - 1) if number else None
    on = _token(number + 1) if len(items) > start + size else None
    return fetched(_envelope(ask, key, items[start:start + size], size, number, back, on))


def _token(number: int) -> str:
    return "AP" + base64.b64encode(str(number).encode()).decode()


def _size(ask: Ask) -> int:
    text = ask.text("PageSize")
    if not text:
        return SIZE
    size = whole(text, 1, 999_999_999)
    if size is None:
        raise errors.refuse(20001, "page size")
    if size > LARGEST:  # Twilio's page on 20007; some lists are said to cut it silently
        raise errors.refuse(20007)
    return size


def _number(ask: Ask) -> int:
    """The page's number: Twilio only counts with it, the token says where the page begins."""
    number = whole(ask.text("Page") or "0", 0, 999_999_999)
    if number is None:
        raise errors.bad_parameter("Page")
    if number and not ask.text("PageToken"):
        raise errors.refuse(20001, "page token missing")
    return number


def _edge(ask: Ask, kind: type[R], number: int) -> dict[str, int]:
    token = ask.text("PageToken")
    if not token:
        return {}
    place = ask.world.store.place(kind, token[2:])
    if place is None or token[:2] not in ("PA", "PB"):
        raise errors.refuse(21481)
    return {"before" if token[:2] == "PA" else "after": place}


def _row_tokens(page: RowPage[R], number: int, *, older: bool) -> tuple[str | None, str | None]:
    """The tokens of the page before and of the one after. `older`: there are older rows."""
    if not page.rows:
        return None, None
    return (f"PB{page.rows[0].sid}" if number else None,
            f"PA{page.rows[-1].sid}" if older else None)


def _envelope(ask: Ask, key: str, items: list[dict[str, Any]], size: int, number: int,
              back: str | None, on: str | None) -> dict[str, Any]:
    filters = [(name, value) for name, value in ask.given.items() if name not in PAGING.split()]
    stem = f"{ask.path}?{urlencode([*filters, ('PageSize', size)], doseq=True)}&Page="
    here = ask.text("PageToken") or None
    links = [_link(stem, 0, None), _link(stem, number, here),
             _link(stem, number - 1, back) if back else None,
             _link(stem, number + 1, on) if on else None]
    wrap = _old if ask.parts[0] == "api" else _new
    return wrap(ask, key, items, size, number, *links)


def _link(stem: str, number: int, token: str | None) -> str:
    return f"{stem}{number}" + (f"&{urlencode({'PageToken': token})}" if token else "")


def _old(ask: Ask, key: str, items: list[dict[str, Any]], size: int, number: int, first: str | None,
         here: str | None, back: str | None, on: str | None) -> dict[str, Any]:
    """The 2010 API's, with the keys in the recorded order."""
    start = number * size
    return {
        "first_page_uri": first,
        "end": start + max(len(items) - 1, 0),
        "previous_page_uri": back,
        key: items,
        "uri": here,
        "page_size": size,
        "start": start,
        "next_page_uri": on,
        "page": number,
    }


def _new(ask: Ask, key: str, items: list[dict[str, Any]], size: int, number: int, *links: str | None
         ) -> dict[str, Any]:
    """The product APIs', with absolute URLs."""
    host = f"https://{ask.parts[0]}.twilio.com"
    first, here, back, on = (link and host + link for link in links)
    meta = {"page": number, "page_size": size, "first_page_url": first,
            "previous_page_url": back, "url": here, "next_page_url": on, "key": key}
    return {"meta": meta, key: items}
