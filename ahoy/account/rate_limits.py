"""How many requests Twilio takes: a lesson may switch a limit on.

    world.rate_limit(requests=1)      # the next request is refused: 429, code 20429
    world.rate_limit(concurrent=2)    # a third one at the same time is refused
    world.rate_limit()                # no limit: the beginning

Twilio's page on 20429: such a request was never processed, so it is safe to send it again.
"""

from __future__ import annotations

import threading

from ..facts import errors


class Limits:
    """The limit of a world, and how many requests are being answered (`under_way`)."""

    def __init__(self) -> None:
        self.under_way = 0
        self._lock = threading.Lock()  # requests come from several threads
        self._refused = 0
        self._most: int | None = None

    def set(self, requests: int = 0, concurrent: int | None = None) -> None:
        """Refuses the next `requests`; more than `concurrent` at once (None: any number)."""
        if requests < 0 or (concurrent is not None and concurrent < 1):
            raise errors.AhoyError(
                f"rate_limit(requests={requests}, concurrent={concurrent}) can't be: give the "
                "number of requests to refuse, or how many at once (at least 1) are answered.")
        self._refused, self._most = requests, concurrent

    def __enter__(self) -> None:
        with self._lock:
            self.under_way += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self.under_way -= 1

    def check(self) -> None:
        """Raises 429/20429 for a request that is one too many."""
        with self._lock:
            if self._refused:
                self._refused -= 1
            elif self._most is None or self.under_way <= self._most:
                return
        raise errors.refuse(20429)
