"""Each row of docs/verbs.md holds: its TwiML is carried out, through the SDK, and the trace
says so. What is refused is refused by name. The cases are in verb_cases.py."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ahoy.trace import Heard, Record, Webhook
from ahoy.twiml import all_tags, ssml_table
from ahoy.twiml.document import Element, parse
from tests.ahoy.twiml.verb_cases import CASES, PAGES, Case, People

MARKS = {row.key for row in ssml_table.TAGS}
"""Marks of speech are shown by a case that is made from their rows."""

LATER = 600
"""Seconds after which every case is over."""

WITHOUT = {"Conference coach", "Dial.Queue url", "Dial.Queue method"}
"""Rows without a case here: they need the SID of a call that is in the conference already
(`test_conferences.py` has it), or somebody in the queue (`test_queues.py`)."""


@pytest.fixture
def people(world):
    """Everybody's phone."""
    return People(*(world.phones.get(number, name) for number, name in (
        ("+14155550123", "Alice"), ("+14155550124", "Bob"), ("+14155550125", "Chen"),
        ("client:ada", "Ada"), ("sip:ada@example.com", "Desk"))))


@pytest.fixture
def tell(world, client, hosted, people, office):
    """Carries out a case: gives the lines of the trace, pages called by their names."""

    def run(twiml: str, way: str = "out") -> list[str]:
        urls = {name: hosted(inside) for name, inside in PAGES.items()}
        document = twiml.format(**urls, app=app(urls["next"]) if "{app}" in twiml else "")
        before = len(world.trace)
        begin(document, way)
        world.clock.advance(LATER)
        lines = [line_of(record) for record in world.trace.records[before:]]
        for name, url in urls.items():
            lines = [line.replace(url.removeprefix("https://handler.twilio.com"), f"/{name}")
                     for line in lines]
        return lines

    def app(url: str) -> str:
        return client.applications.create(voice_url=url).sid

    def begin(document: str, way: str) -> None:
        if way == "out":
            client.calls.create(to=people.alice.number, from_=office,
                                twiml=f"<Response>{document}</Response>")
            return
        setting = {"in": "voice_url", "text": "sms_url"}[way]
        client.incoming_phone_numbers(world.number.sid).update(**{setting: hosted(document)})
        if way == "in":
            people.alice.calls(office)
        else:
            people.alice.texts("Ahoy", to=office)

    return run


def line_of(record: Record) -> str:
    """The record as the trace shows it, with what a webhook or a voice carries."""
    more = {}
    if isinstance(record, Webhook):
        more = record.params
    if isinstance(record, Heard):
        more = {"voice": record.voice, "language": record.language}
    return str(record) + "".join(f" {name}={value}" for name, value in more.items() if value)


def missing(story: tuple[str, ...], lines: list[str]) -> list[str]:
    """The pieces of a story that do not come, in their order."""
    rest, lost = iter(lines), []
    for piece in story:
        if not any(holds(line, piece) for line in rest):
            lost.append(piece)
            rest = iter(lines)
    return lost


def holds(line: str, piece: str) -> bool:
    """True when all parts of a piece stand in the line, one after the other."""
    place = 0
    for part in piece.split("…"):
        place = line.find(part.strip(), place)
        if place < 0:
            return False
        place += len(part.strip())
    return True


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_trace_tells_what_the_table_promises(case, tell, people):
    """The phones do their part, and the story comes in its order."""
    case.does(people)
    lines = tell(case.twiml, case.way)
    assert [] == missing(case.story, lines), "\n".join(lines)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_case_has_in_it_what_it_is_about(case):
    """The rows that it names stand in its TwiML."""
    assert set() == set(rows_of(case)) - set(rows_in(case))


def rows_of(case: Case) -> Iterator[str]:
    """`Gather`, `Gather numDigits`, …"""
    place, _, names = case.rows.partition(":")
    yield from (f"{place} {name}" for name in names.split()) if names else (place,)


def rows_in(case: Case) -> Iterator[str]:
    """The rows of the table that its document touches."""
    kind = "messaging" if case.way == "text" else "voice"
    pages = {name: f"https://a.test/{name}" for name in PAGES}
    xml = case.twiml.format(**pages, app="AP" + "0" * 32)
    document = parse(f"<Response>{xml}</Response>", kind)
    assert (None, []) == (document.fatal, document.faults)
    for verb in document.verbs:
        yield from _touched(verb, all_tags.ROOTS[kind])


def _touched(element: Element, parent: all_tags.Tag) -> Iterator[str]:
    row = all_tags.child(parent, element.name)
    yield row.key
    yield from (f"{row.key} {name}" for name in element.attributes)
    for inner in element.children:
        yield from _touched(inner, row)


def test_every_row_has_a_case():
    """A verb or attribute that comes to life brings its case along."""
    shown = {row for case in CASES for row in rows_of(case)}
    alive = {f"{line.place} {line.attribute}".strip() for line in all_tags.lines()
             if line.support != "refused" and line.place not in MARKS}
    assert WITHOUT == alive - shown


@pytest.mark.parametrize("mark", list(ssml_table.TAGS), ids=lambda row: row.key)
def test_a_mark_of_speech_changes_no_word(mark, tell, people):
    """With every attribute that it knows; the phone hears the words, and nobody is warned."""
    given = "".join(f' {one.name}="{one.values.example}"' for one in mark.attributes.values())
    lines = tell(f"<Say>Low <{mark.key}{given}>tide</{mark.key}> now</Say>" if mark.text.allowed
                 else f"<Say>Low <{mark.key}{given}/> now</Say>")
    assert [] == [line for line in lines if "warning" in line]
    assert 1 == len(people.alice.heard) and people.alice.heard[0].startswith("Low ")


REFUSED = [line for line in all_tags.lines() if line.support == "refused"]


@pytest.mark.parametrize("place", sorted({line.place for line in REFUSED}))
def test_what_is_refused_is_refused_by_name(place, tell, people):
    """An alert names it, the reason and what works; a call ends with the apology."""
    for line in (one for one in REFUSED if one.place == place):
        lines = tell(document_with(line), "out" if line.kind == "voice" else "text")
        (told,) = [one for one in lines if "is not simulated." in one]
        around = _way_to(line.place, all_tags.ROOTS[line.kind])
        reasons = [line.why, *(one.why for one in around if not one.carried_out)]
        assert any(reason in told for reason in reasons), told
        assert line.kind == "messaging" or "We're sorry" in people.alice.heard[-1]


def document_with(line: all_tags.TableLine) -> str:
    """A document that has this verb, noun or attribute, where it may stand."""
    row = all_tags.TABLE[line.place]
    value = row.attributes[line.attribute].values.example if line.attribute else ""
    given = f' {line.attribute}="{value}"' if line.attribute else ""
    text = "x" if row.text.allowed else ""
    document = f"<{row.name}{given}>{text}</{row.name}>"
    for place in _way_to(row.key, all_tags.ROOTS[line.kind]):
        document = f"<{place.name}>{document}</{place.name}>"
    return document


def _way_to(key: str, root: all_tags.Tag) -> list[all_tags.Tag]:
    """The verbs and nouns around it, from the inside out."""
    waiting: list[list[all_tags.Tag]] = [[root]]
    for way in waiting:
        if key in way[0].children.values():
            return way[:-1]
        waiting += [[all_tags.TABLE[child], *way] for child in way[0].children.values()
                    if all_tags.TABLE[child] not in way]
    raise LookupError(key)
