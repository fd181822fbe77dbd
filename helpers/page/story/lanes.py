"""Who takes part in a story, and in which order they stand: the lanes of a drawing."""

from __future__ import annotations

from collections.abc import Iterable

from ahoy.trace import CODE, TWILIO, Record, Webhook

from . import trace_words as texts

LANES = 9
"""More lanes than this share the last one."""


class Cast:
    """Your code, your sites, Twilio, then the phones in the order of their appearance."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._seen: dict[str, None] = {}
        self._sites: set[str] = set()
        for record in records:
            self.add(record)

    def add(self, record: Record) -> None:
        """Takes in who has a part in this record."""
        self._seen |= dict.fromkeys((record.source, record.target))
        if isinstance(record, Webhook):
            self._sites.add(record.target)

    @property
    def lanes(self) -> list[tuple[str, str]]:
        """Name and kind (`code`, `site`, `twilio`, `phone`) of each lane, from left to right."""
        seen, sites = self._seen, self._sites
        lanes = [(CODE, "code")] if CODE in seen or not seen else []
        lanes += [(name, "site") for name in seen if name in sites]
        lanes += [(TWILIO, "twilio")]
        lanes += [(n, "phone") for n in seen if n not in sites and n not in (CODE, TWILIO)]
        if len(lanes) <= LANES:
            return lanes
        others = texts.TRACE["others"].format(count=len(lanes) - LANES + 1)
        return [*lanes[:LANES - 1], (others, "phone")]
