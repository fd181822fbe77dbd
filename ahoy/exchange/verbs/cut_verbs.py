"""A verb with an action that is cut: the caller hangs up, or the API leads the call away."""

from __future__ import annotations

from collections.abc import Callable

from ...clock import Process
from ..calls.documents import Broken, Source, tell
from ..calls.leg import Leg, Over


def asks_action(leg: Leg, cause: object, action: Callable[[], Source | None]) -> Process[None]:
    """The action is asked before the new document, which governs whatever is answered
    (captured live). One that is no URL is an alert."""
    try:
        asked = action()
    except Broken as broken:
        leg.alert(broken.code, broken.text, cure=broken.cure, line=broken.line)
        return
    if isinstance(cause, Over):
        leg.asks_when_over(asked)
    else:
        yield from tell(leg, asked)
