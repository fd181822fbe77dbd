"""SIDs and tokens, and the one source of chance in the simulator.

Twilio's SIDs are two letters for the kind (`CA` call, `SM` text, `MM` picture message,
`PN` number, `AC` account, `RQ` request) and 32 lower-case hex digits.
"""

from __future__ import annotations

import random
import re
import secrets

SEED = 1876
"""The year in which Mr Bell proposed to answer the telephone with "Ahoy"."""

_COUNTED = re.compile("[A-Z]{2}0{16}[0-9a-f]{16}")


class Ids:
    """Gives SIDs and tokens. Seeded, every run gives the same ones (virtual time).

    Seeded SIDs count per prefix, so that one more call does not change the SIDs of the
    messages after it. In a file that has some already they go on: see `has_given`.
    """

    def __init__(self, *, seeded: bool) -> None:
        self.seeded = seeded
        self.dice = random.Random(SEED if seeded else None)
        self._counts: dict[str, int] = {}

    def sid(self, prefix: str) -> str:
        """A new SID: `prefix` (two letters) and 32 hex digits."""
        if not self.seeded:
            return prefix + secrets.token_hex(16)
        count = self._counts[prefix] = self._counts.get(prefix, 0) + 1
        return f"{prefix}{count:032x}"

    def has_given(self, sid: str) -> None:
        """Goes on counting after this SID, which an earlier world gave."""
        if _COUNTED.fullmatch(sid):
            prefix, count = sid[:2], int(sid[2:], 16)
            self._counts[prefix] = max(count, self._counts.get(prefix, 0))

    def token(self, length: int = 32) -> str:
        """`length` hex digits, such as an auth token."""
        if self.seeded:
            return f"{self.dice.getrandbits(4 * length):0{length}x}"
        return secrets.token_hex((length + 1) // 2)[:length]
