"""Numbers that can be bought: made up, and free ones only.

Offered are US numbers of the range that is kept for fiction, 555-0150 to 555-0199 of each
area code and toll-free prefix (555-0100 to 555-0149 can be bought when they are named: the
phones of lessons have these). One in ten, those that end in 9, can call and not text, so
that a search by capabilities finds fewer. What Twilio has besides is not here: other
countries, and a number's LATA.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ..facts import prices
from ..store.rows import PhoneNumber
from . import area_codes, city_coordinates, phone_numbers

if TYPE_CHECKING:
    from ..world import World

OFFERED = range(150, 200)

EVERYTHING = "voice sms mms"
ONLY_VOICE = "voice"

KEYPAD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")

_FICTION = re.compile(r"\+1(\d{3})55501\d\d")


@dataclass(frozen=True, slots=True)
class Offer:
    """A number and what Twilio says about it."""

    number: str
    type: str
    """`local` or `tollfree`."""
    city: str = ""
    state: str = ""
    zip: str = ""
    place: tuple[float, float] | None = None
    """Latitude and longitude, degrees."""

    @property
    def capabilities(self) -> str:
        """Separated by blanks."""
        return ONLY_VOICE if self.number.endswith("9") and self.type == "local" else EVERYTHING

    @property
    def area(self) -> str:
        """The area code."""
        return self.number[2:5]


def of(number: str) -> Offer | None:
    """What there is to say about a number of ours; None for any other."""
    found = _FICTION.fullmatch(number)
    if found is None:
        return None
    if number[:5] in prices.TOLL_FREE:
        return Offer(number, "tollfree")
    geo = phone_numbers.geo(number)
    if geo.country != "US" or not geo.city:
        return None
    where = city_coordinates.of(geo.state, geo.city)
    return Offer(number, "local", geo.city, geo.state, geo.zip, where)


def is_free(world: World, number: str) -> bool:
    """True when nobody has it: no account, no handset, not Twilio itself."""
    taken = world.store.pick(PhoneNumber, "sid", phone_number=number)
    return not taken and number != phone_numbers.TWILIOS_OWN and world.phones.find(number) is None


def listed(kind: str, area: str = "") -> Iterator[Offer]:
    """What is offered, free or not: of one area code, or spread over all of them."""
    codes = [area] if area else _codes(kind)
    for last in OFFERED:
        for code in codes:
            offer = of(f"+1{code}5550{last}")
            if offer is not None and offer.type == kind:
                yield offer


@lru_cache(maxsize=4)
def _codes(kind: str) -> list[str]:
    if kind == "tollfree":
        return sorted(prefix[2:] for prefix in prices.TOLL_FREE)
    return sorted(code for code, place in area_codes.table().items() if place[3] == "US")


def matches(number: str, pattern: str) -> bool:
    """True when `pattern` is somewhere in the number: digits, letters of a keypad, `*` for any."""
    wanted = pattern.upper().translate(KEYPAD).replace("*", r"\d")
    return re.search(wanted, number[1:]) is not None


def near(offer: Offer, place: tuple[float, float], distance: float) -> bool:
    """True within so many miles."""
    return offer.place is not None and city_coordinates.miles(offer.place, place) <= distance


def place_of(number: str) -> tuple[float, float] | None:
    """Where a US number is registered."""
    geo = phone_numbers.geo(number)
    return city_coordinates.of(geo.state, geo.city)
