"""The trace as a picture: whatever happened, it is drawn, safely and always the same."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ahoy.trace import CODE, TWILIO, Alert, Heard, Record, Request, Status, Touched, Webhook
from helpers import phone, trace
from helpers.page.story.sequence_diagram import draw

NS = "{http://www.w3.org/2000/svg}"


def said(text: str, at: float = 0.0, to: str = "Alice") -> Heard:
    """Someone hears `text`."""
    return Heard(at=at, source=TWILIO, target=to, text=text, verb="Say")


def asked(status: int = 201, **more: object) -> Request:
    """Your code asks Twilio for a call."""
    path = "/2010-04-01/Accounts/AC" + "1" * 32 + "/Calls.json"
    return Request(at=0, source=CODE, target=TWILIO, method="POST", path=path,
                   status=status, **more)


def hooked(status: int | None = 200, body: str = "") -> Webhook:
    """Twilio asks your site."""
    return Webhook(at=1, source=TWILIO, target="site", purpose="voice", method="POST",
                   path="/voice", status=status, body=body)


def words(svg: str) -> list[str]:
    """All words of the drawing itself, in order."""
    return [text.text or "" for text in ET.fromstring(svg).iter(f"{NS}text")]


def heads(svg: str) -> list[str]:
    """The names of the lanes, from left to right."""
    root = ET.fromstring(svg)
    marked = [text for text in root.iter(f"{NS}text") if text.get("class") == "on-head"]
    return [text.text or "" for text in sorted(marked, key=lambda text: int(text.get("x", 0)))]


def rows(svg: str) -> list[ET.Element]:
    """The rows of the drawing."""
    return [group for group in ET.fromstring(svg).iter(f"{NS}g")
            if (group.get("class") or "").startswith("row")]


@given(st.text(st.characters(exclude_categories=()), max_size=80))
@settings(max_examples=80, deadline=None)
def test_no_words_can_break_the_drawing(text: str) -> None:
    """Markup, control characters and halves of characters stay words of a well-formed SVG."""
    svg = draw([said(text), asked(400, code=21211, message=text)])
    drawn = {element.tag.removeprefix(NS) for element in ET.fromstring(svg).iter()}
    assert drawn <= {"svg", "title", "desc", "g", "path", "rect", "text"}


def test_markup_is_shown_as_text() -> None:
    """A caller's markup is read, not carried out."""
    text = "<script>alert('x')</script> & more"
    assert f"“{text}”" in words(draw([said(text)]))


def test_equal_records_give_equal_text() -> None:
    """The drawing has no ids, no clock and no chance in it."""
    records = [asked(), said("Ahoy hoy!", at=1.04999), hooked()]
    svg = draw(records)
    assert svg == draw(list(records))
    assert not re.search(r'\sid="', svg)


def test_every_number_of_the_drawing_is_whole_or_half() -> None:
    """Coordinates are rounded, so that no machine draws another picture."""
    svg = draw([said(f"{'word ' * place}", at=place / 7, to=f"P{place}") for place in range(9)])
    drawn = re.sub(r"<(desc|title|text)\b.*?</\1>", "", svg, flags=re.DOTALL)
    assert re.findall(r"\d+\.(?!5(?!\d))\d+", drawn) == []


def test_lanes_stand_in_the_order_of_the_story() -> None:
    """Your code, your sites, Twilio, then the phones in the order of their appearance."""
    svg = draw([said("Hi", to="Bob"), hooked(), asked(), said("Hi", to="Alice")])
    assert heads(svg) == ["your code", "site", "Twilio", "Bob", "Alice"]


@pytest.mark.parametrize("phones", [1, 2, 5, 8, 40])
def test_the_drawing_is_never_wider_than_900_pixels(phones: int) -> None:
    """However many take part; those that find no room share the last lane."""
    svg = draw([said("Ahoy " * 40, to=f"Phone {place}") for place in range(phones)])
    assert int(ET.fromstring(svg).get("width", 0)) <= 900
    assert len(heads(svg)) <= 9


@pytest.mark.parametrize("count", [1, 200])
def test_up_to_200_records_are_all_drawn(count: int) -> None:
    """One row each."""
    assert len(rows(draw([said(str(place), at=place) for place in range(count)]))) == count


def test_more_records_are_folded_in_the_middle() -> None:
    """The first and the last stay, and a line says how many are left out."""
    svg = draw([said(str(place), at=place) for place in range(1000)])
    assert len(rows(svg)) == 200
    assert "800 more records in between" in words(svg)
    assert {"“0”", "“999”"} <= set(words(svg))


def test_nothing_is_drawn_as_a_sentence() -> None:
    """An empty story says that it is empty, and what to do."""
    assert "Nothing has happened yet. Run a cell that calls or texts." in words(draw([]))


@pytest.mark.parametrize("record", [
    asked(400, code=21211, message="Invalid 'To' Phone Number"),
    hooked(500),
    hooked(None),
    Status(at=0, source=TWILIO, target=TWILIO, status="failed", kind="call"),
    Alert(at=0, source=TWILIO, target=TWILIO, code=11200, text="HTTP error."),
])
def test_a_problem_has_a_sign_and_not_only_a_colour(record: Record) -> None:
    """A triangle stands before its words."""
    row, = rows(draw([record]))
    assert row.get("class") == "row problem"
    assert [path.get("class") for path in row.iter(f"{NS}path")].count("on-bad") == 1


def test_what_went_well_has_no_sign() -> None:
    """Only problems are marked."""
    assert [row.get("class") for row in rows(draw([asked(), hooked(), said("Hi")]))] == ["row"] * 3


def test_an_answer_names_its_status_and_its_verbs() -> None:
    """The dashed arrow of a webhook says what the site answered."""
    body = "<Response><Say>One</Say><Say>Two</Say><Gather/></Response>"
    assert "200 · Say, Gather" in words(draw([hooked(body=body)]))


def test_long_words_are_cut_with_an_ellipsis() -> None:
    """A row never grows beyond the picture; the full words stand in the description."""
    svg = draw([asked(), said("harbour " * 60)])
    assert any(line.endswith("…") for line in words(svg))
    assert "harbour " * 59 in (ET.fromstring(svg).find(f"{NS}desc").text or "")


def test_a_sound_is_named_by_its_file() -> None:
    """The row has the name; the description has the whole address."""
    url = "https://example.com/sounds/foghorn.mp3?loud=yes"
    svg = draw([Heard(at=0, source=TWILIO, target="Alice", text=url, verb="Play")])
    assert "♪ foghorn.mp3" in words(svg)
    assert url in (ET.fromstring(svg).find(f"{NS}desc").text or "")


def test_the_autopilot_is_told_from_a_person() -> None:
    """Who answered stands in the row."""
    record = Touched(at=0, source="Alice", target=TWILIO, action="answers", by="autopilot")
    assert "answers (autopilot)" in words(draw([record]))


def test_two_runs_of_one_story_are_one_picture(account, client) -> None:
    """On virtual time the saved picture of a lesson never changes."""
    from helpers import start

    def story() -> str:
        start(clock="virtual")
        alice = phone("+14155550123", name="Alice").answers(after=1)
        client.calls.create(to=alice.number, from_=account.number,
                            twiml="<Response><Say>Ahoy hoy!</Say></Response>")
        client.messages.create(to=alice.number, from_=account.number, body="Ahoy!")
        return draw(trace())

    first = story()
    assert "“Ahoy hoy!”" in words(first)
    assert story() == first
