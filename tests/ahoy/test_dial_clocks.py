"""Calls with two sides, as they are used: each has one story, on virtual and on real time.

All scenes are played at once, each with a number and people of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from twilio.rest import Client

from ahoy import SimulatorClient, World


class Scene:
    """A number of the account, which people call."""

    def __init__(self, world: World, client: Client, line: int) -> None:
        self._world, self._client, self._line = world, client, line
        self.number = f"+1415555011{line}"
        self._documents = 0
        self._row = client.incoming_phone_numbers.create(phone_number=self.number)

    def hosted(self, *verbs: str) -> str:
        """The URL of a document."""
        xml = f"<Response>{''.join(verbs)}</Response>"
        self._documents += 1
        return self._world.hosted.bins.add(xml, f"EH{self._line:016}{self._documents:016}").url

    def answers_with(self, *verbs: str) -> None:
        """What the number's document does."""
        self._row.update(voice_url=self.hosted(*verbs))

    def person(self, place: int, name: str):
        """Somebody's phone."""
        return self._world.phones.get(f"+141555501{2 + self._line}{place}", name)

    def second(self, line: int) -> Scene:
        """Another number of the account."""
        return Scene(self._world, self._client, line)


def forwarding(scene):
    """Who calls the number talks with Bob."""
    bob = scene.person(1, "Bob").answers(after=1).says("Bob here.", after=0.5).hangs_up(after=1)
    scene.answers_with(f"<Dial>{bob.number}</Dial>", "<Say>Bye.</Say>")
    return scene.person(0, "Alice")


def screening(scene):
    """Bob declines by pressing nothing; then Carol accepts by pressing 1."""
    accepted = scene.hosted("<Say>Thanks.</Say>")
    url = scene.hosted(f'<Gather numDigits="1" timeout="1" action="{accepted}">'
                       "<Say>Press 1.</Say></Gather>", "<Hangup/>")
    bob = scene.person(1, "Bob").answers(after=0.5)
    carol = scene.person(2, "Carol").answers(after=0.5).presses("1", after=0.3)
    carol.hangs_up(after=1.5)
    second = scene.hosted(f'<Dial><Number url="{url}">{carol.number}</Number></Dial>')
    scene.answers_with(f'<Dial action="{second}"><Number url="{url}">{bob.number}</Number></Dial>')
    return scene.person(0, "Alice")


def ringing_at_once(scene):
    """Both phones ring; Carol is quicker."""
    bob = scene.person(1, "Bob").answers(after=3)
    carol = scene.person(2, "Carol").answers(after=1).hangs_up(after=1)
    scene.answers_with(f"<Dial><Number>{bob.number}</Number>"
                       f"<Number>{carol.number}</Number></Dial>")
    return scene.person(0, "Alice")


def one_after_the_other(scene):
    """Bob is busy, so Carol's phone rings."""
    bob = scene.person(1, "Bob").is_busy()
    carol = scene.person(2, "Carol").answers(after=0.5).says("Yes?", after=0.5).hangs_up(after=0.5)
    scene.answers_with(f'<Dial sequential="true"><Number>{bob.number}</Number>'
                       f"<Number>{carol.number}</Number></Dial>")
    return scene.person(0, "Alice")


def masked(scene):
    """Neither sees the other's number."""
    bob = scene.person(1, "Bob").answers(after=0.5).hangs_up(after=1)
    scene.answers_with(f'<Dial callerId="{scene.number}">{bob.number}</Dial>')
    return scene.person(0, "Alice")


def a_menu_behind(scene):
    """The number dials another one of the account, which wants a key."""
    menu = scene.second(9)
    menu.answers_with(f'<Gather numDigits="1" action="{menu.hosted("<Say>Seven.</Say>")}">'
                      "<Say>Press a key.</Say></Gather>")
    scene.answers_with(f"<Dial>{menu.number}</Dial>")
    return scene.person(0, "Alice").presses("7", after=2.5)


SCENES = (forwarding, screening, ringing_at_once, one_after_the_other, masked, a_menu_behind)


def play(clock: str) -> dict[str, list[str]]:
    """Plays all scenes at once: what happened in each, without the moments."""
    world = World(clock=clock)
    try:
        client = Client(world.account.sid, world.account.auth_token,
                        http_client=SimulatorClient(world))
        scenes = [Scene(world, client, line) for line in range(len(SCENES))]
        callers = [act(scene) for act, scene in zip(SCENES, scenes, strict=True)]
        placed = [caller.calls(scene.number)
                  for caller, scene in zip(callers, scenes, strict=True)]
        assert world.clock.settle(world.exchange.is_quiet, timeout=60)
        return {act.__name__: story(world, one.sid)
                for act, one in zip(SCENES, placed, strict=True)}
    finally:
        world.close()


def story(world: World, sid: str) -> list[str]:
    records = world.trace.about(world.exchange.family(sid))
    return [str(one).split("  ", 1)[1] for one in records]


@pytest.fixture(scope="module", params=["virtual", "real"])
def stories(request) -> Iterator[dict[str, list[str]]]:
    """All scenes on one clock."""
    return play(request.param)


def heard(name, story):
    """What somebody heard, in order."""
    return [line.partition(": ")[2] for line in story if line.startswith(f"Twilio → {name}: ")]


def ends(story):
    return [line.rpartition(" is ")[2] for line in story if line.startswith("Twilio: call ")]


def test_ten_runs_tell_one_story():
    """On virtual time nothing is left to chance."""
    first = play("virtual")
    assert [first] * 9 == [play("virtual") for _ in range(9)]


def test_both_clocks_tell_the_same_stories(stories):
    """What a learner sees in real time is what CI proves on virtual time."""
    assert play("virtual") == stories


def test_a_call_is_forwarded(stories):
    """Alice hears Bob; when he hangs up, the next verb."""
    assert ["[ringing]", "[Bob: Bob here.]", "“Bye.”", "call ended by Twilio"] == heard(
        "Alice", stories["forwarding"])


def test_a_call_is_screened(stories):
    """Bob presses nothing, and is not connected; Carol presses 1, and is."""
    story = stories["screening"]
    assert ["rings: +14155550130", "“Press 1.”", "call ended by Twilio"] == heard("Bob", story)
    assert ["rings: +14155550130", "“Press 1.”", "“Thanks.”", "call ended by Carol"] == heard(
        "Carol", story)


def test_two_phones_ring_at_once(stories):
    """Who is slower sees the call go."""
    story = stories["ringing_at_once"]
    assert ["rings: +14155550140", "call ended by Carol"] == heard("Bob", story)
    assert ["canceled", "completed", "completed"] == ends(story)[-3:]


def test_phones_ring_one_after_the_other(stories):
    """Bob is busy; Carol answers."""
    assert ["[ringing]", "[Carol: Yes?]", "call ended by Twilio"] == heard(
        "Alice", stories["one_after_the_other"])


def test_numbers_are_masked(stories):
    """Bob's phone shows the number of the account."""
    assert "rings: +14155550114" in heard("Bob", stories["masked"])


def test_a_menu_behind_a_number_is_heard_and_takes_keys(stories):
    """Its document speaks to the caller."""
    assert ["[ringing]", "“Press a key.”", "“Seven.”", "call ended by Twilio"] == heard(
        "Alice", stories["a_menu_behind"])
