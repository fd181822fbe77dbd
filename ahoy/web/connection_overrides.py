"""Connection overrides: what the fragment of a webhook's URL asks for.

`https://…/voice#rc=2&rp=5xx` as on Twilio's page "Webhooks: Connection Overrides". They
are neither sent nor signed. Limits in milliseconds there, in seconds here.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

POLICIES = ("4xx", "5xx", "ct", "rt", "all")


@dataclass(frozen=True, slots=True)
class Overrides:
    """Seconds to connect, to read and in all; how often to retry, and after what."""

    connect: float = 5.0
    read: float = 15.0
    total: float = 15.0
    retries: int = 1
    policy: frozenset[str] = frozenset({"ct"})

    def wants_retry(self, status: int | None, error: int | None) -> bool:
        """True when the policy names what went wrong."""
        if error is None and status is not None and status < 400:
            return False
        if "all" in self.policy:
            return True
        if status is not None and status >= 400:
            return f"{status // 100}xx" in self.policy
        return ("ct" if error == 11205 else "rt") in self.policy


def read(url: str, longest: float = 15.0) -> Overrides:
    """The overrides of `url`; what is out of range or unknown keeps its default."""
    fragment = url.partition("#")[2]
    if not fragment:
        return Overrides(read=longest, total=longest)
    given = dict(parse_qsl(fragment))
    policy = frozenset(given.get("rp", "ct").split(",")) & set(POLICIES)
    return Overrides(
        connect=_within(given.get("ct"), 0.1, 10, 5),
        read=min(longest, _within(given.get("rt"), 0.1, 15, 15)),
        total=min(longest, _within(given.get("tt"), 0.1, 15, 15)),
        retries=int(_within(given.get("rc"), 0, 5, 1, unit=1)),
        policy=policy or frozenset({"ct"}),
    )


def _within(text: str | None, low: float, high: float, default: float,
            unit: float = 0.001) -> float:
    try:
        value = float(text or "") * unit
    except ValueError:
        return default
    return value if low <= value <= high else default
