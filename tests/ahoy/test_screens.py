"""What a handset tells its page about calls: lines, what was cut off, and the calls before."""

from __future__ import annotations

import pytest

from ahoy.phones.handset_screen import CALLS, LINES

LONG = "<Response><Pause length='60'/></Response>"
THANKS = "<Response><Say>Thank you.</Say></Response>"
BUSY = "<Response><Reject reason='busy'/></Response>"
SENTENCE = "Thirty characters and no more."


def lines(phone, *wanted):
    """These values of each line on the screen."""
    return [tuple(line[name] for name in wanted) for line in phone.snapshot()["lines"]]


def test_a_line_tells_when_it_began_and_how_long_it_lasts(call, alice):
    """A page shows the words as they are spoken, in their language."""
    alice.answers(after=2)

    call(f'<Response><Say language="de-DE" voice="Polly.Vicki">{SENTENCE}</Say></Response>')

    assert [("say", SENTENCE, "de-DE", "Polly.Vicki", 3.0, 2.0, None)] == lines(
        alice, "kind", "text", "language", "voice", "at", "seconds", "cut")


def test_a_sentence_that_is_interrupted_says_so(call, alice):
    """The person hung up after one of its two seconds."""
    alice.answers(after=0).hangs_up(after=1)

    call(f"<Response><Say>{SENTENCE}</Say></Response>")

    assert [(SENTENCE, 1.0)] == lines(alice, "text", "cut")


def test_a_key_cuts_off_what_a_gather_says(call, alice):
    """At once, though nothing else is said yet: the Gather waits for a second key."""
    alice.answers(after=0).presses("1", after=1).hangs_up(after=3)

    call(f"<Response><Gather numDigits='2'><Say>{SENTENCE}</Say></Gather></Response>")

    assert [("say", 1.0), ("key", None)] == lines(alice, "kind", "cut")


def test_the_next_sentence_ends_the_one_before(client, alice, office, world):
    """New instructions for a call in progress interrupt what it says."""
    alice.answers(after=0)
    made = client.calls.create(to=alice.number, from_=office, twiml=f"<Response><Say>{SENTENCE}"
                               "</Say></Response>")
    world.clock.advance(1)  # it was created at second 0, and answered at second 1
    made.update(twiml=THANKS)
    world.settle(made.sid)

    assert [(SENTENCE, True), ("Thank you.", False)] == [
        (text, cut is not None) for text, cut in lines(alice, "text", "cut")]


def test_what_the_person_says_is_a_line_of_its_own(call, alice):
    """It is shown, and not heard."""
    alice.answers(after=0).says("Hello?", after=1)

    call(LONG)

    assert ([("own", "Hello?")], []) == (lines(alice, "kind", "text"), alice.heard)


def test_the_calls_before_tell_their_ends(call, alice, bob, world, office):
    """Direction, the other side, how it ended, and how long it was (seconds)."""
    alice.answers(after=0)
    call("<Response><Pause length='7'/></Response>")
    alice.declines()
    call(LONG)
    alice.does_not_answer()
    call(LONG)
    placed = bob.hangs_up(after=3).calls(office)
    world.settle(placed.sid)

    assert [(office, "inbound", "answered", 7), (office, "inbound", "declined", 0),
            (office, "inbound", "missed", 0)] == past(alice)
    assert [(office, "outbound", "answered", 3)] == past(bob)


def test_a_number_that_rejects_is_busy(bob, world, office, client):
    """So it says in the caller's history."""
    url = world.hosted.bins.add(BUSY, "EH" + "2" * 32).url
    client.incoming_phone_numbers.list()[0].update(voice_url=url)
    placed = bob.calls(office)
    world.settle(placed.sid)

    assert [(office, "outbound", "busy", 0)] == past(bob)


def past(phone):
    """The calls before, as the page gets them."""
    wanted = ("peer", "direction", "result", "seconds")
    return [tuple(one[name] for name in wanted) for one in phone.snapshot()["calls"]]


def test_a_page_knows_what_comes_next_and_when(client, alice, office, world):
    """The autopilot answers three seconds after the first ring."""
    client.calls.create(to=alice.number, from_=office, twiml=LONG)
    world.clock.advance(1)

    shown = alice.snapshot()
    assert {"action": "answers", "value": "", "after": 3.0, "by": "autopilot",
            "at": 4.0} == shown["next"]
    assert shown["now"] < 4 and not shown["ticks"]


def test_a_step_that_waits_to_be_asked_has_no_time(client, alice, office, world):
    """It comes when Twilio listens."""
    alice.answers(after=0).presses("1")
    client.calls.create(to=alice.number, from_=office, twiml=LONG)
    world.clock.advance(2)

    shown = alice.snapshot()["next"]
    assert ("presses", "1", None) == (shown["action"], shown["value"], shown["at"])


def test_a_screen_is_bounded(alice):
    """However much is said, a page gets the latest lines only, with their own ids."""
    for place in range(LINES + 50):
        alice.shows(str(place), "note")

    first, *_, last = lines(alice, "text", "id")
    assert ("50", str(LINES + 49)) == (first[0], last[0])
    assert LINES - 1 == last[1] - first[1]


def test_the_history_is_bounded(call, alice):
    """The latest calls only."""
    for _ in range(CALLS + 1):
        alice.declines(after=0)
        call(LONG)

    assert CALLS == len(past(alice))


def test_a_hosted_sound_is_handed_over(call, alice, world):
    """Hold music is made here; a page gets its type and its bytes."""
    song = "http://com.twilio.sounds.music.s3.amazonaws.com/BusyStrings.mp3"
    call(f"<Response><Play>{song}</Play></Response>")

    kind, body = alice.sound(song)
    assert ("audio/", b"RIFF") == (kind[:6], body[:4])


def test_a_recording_is_handed_over(client, call, alice):
    """What Alice said on one call can be heard on the next one."""
    alice.answers(after=0).says("Ahoy, this is Alice.", after=1)
    call("<Response><Record timeout='2'/></Response>", record=True)
    made = client.recordings.list()[0]
    url = f"https://api.twilio.com{made.uri.removesuffix('.json')}"
    call(f"<Response><Play>{url}</Play></Response>")

    kind, body = alice.sound(url)
    assert ("audio/mpeg", True) == (kind, len(body) > 1000)


@pytest.mark.parametrize("url", ["https://example.com/a.mp3", "file:///etc/hosts", ""])
def test_no_other_sound_is_handed_over(call, alice, url):
    """Nothing is fetched for a page, and nothing that was not played."""
    song = "http://com.twilio.sounds.music.s3.amazonaws.com/BusyStrings.mp3"
    call("<Response><Play>https://example.com/a.mp3</Play></Response>")

    assert (None, None) == (alice.sound(url), alice.sound(song))


def test_a_new_world_goes_on_counting(alice):
    """A page that is open does not take new lines for old ones."""
    alice.shows("before", "note")
    before = alice.snapshot()["lines"][0]["id"]
    alice._begin()
    alice.shows("after", "note")

    assert ["after"] == [text for text, in lines(alice, "text")]
    assert alice.snapshot()["lines"][0]["id"] > before


def test_files_of_texts_come_with_their_types(client, alice, office, world):
    """As their addresses promise."""
    sent = client.messages.create(to=alice.number, from_=office,
                                  media_url=["https://example.com/map.png"])
    world.settle(sent.sid)

    assert [{"url": "https://example.com/map.png", "type": "image/png"}] == (
        alice.snapshot()["messages"][0]["media"])
