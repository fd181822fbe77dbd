"""The badge: nobody can mistake practice for live."""

from __future__ import annotations

from types import SimpleNamespace
from xml.etree import ElementTree as ET

from helpers.page.account.badge import badge

SID = "AC" + "1" * 32


def shown(mode: str, number: str = "+14155550100") -> dict[str, str]:
    """The badge of an account."""
    return badge(SimpleNamespace(mode=mode, number=number, sid=SID))


def test_practice_says_that_nothing_leaves() -> None:
    """Mode, number and SID, in words."""
    assert shown("practice")["text/plain"] == (
        f"Practice: nothing leaves this computer. Number +14155550100 · Account SID {SID}")


def test_live_says_what_it_costs() -> None:
    """Real phones, real money."""
    assert shown("live")["text/plain"].startswith("LIVE: real phones, real money.")


def test_the_badge_says_the_same_in_html() -> None:
    """The picture adds colour, and no facts."""
    html = shown("live")["text/html"].replace("&nbsp;", " ").replace("<br>", " ")
    said = "".join(ET.fromstring(html).itertext())
    facts = f"Number +14155550100 Account SID {SID}"
    assert " ".join(said.split()) == f"LIVE real phones, real money {facts}"


def test_what_stands_in_the_account_is_text() -> None:
    """Nothing in a number becomes markup."""
    assert "<b>" not in shown("practice", number="<b>1</b>")["text/html"]
