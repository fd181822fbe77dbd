"""The live trace, as Python sends it: few rows at a time, none lost, none twice."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from ahoy.trace import CODE, TWILIO, Heard, Log, Request, Webhook
from helpers import phone, trace, watch
from helpers.page.story.trace_rows import WINDOW, Feed
from helpers.page.story.trace_widget import GROWING, TraceWidget
from helpers.page.widget_line import WIDGET_MIME
from helpers.story import Story


def said(text: str, at: float = 0.0, to: str = "Alice", **more: object) -> Heard:
    """Someone hears `text`."""
    return Heard(**{"at": at, "source": TWILIO, "target": to, "text": text, "verb": "Say"} | more)


class Told(list):
    """A story of these records, which tells its listeners as a world's does."""

    has_end = is_over = False

    def __init__(self, *records: object) -> None:
        super().__init__(records)
        self.listeners: list = []

    def listen(self, listener):
        """As a story."""
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    def tell(self, *records: object) -> None:
        """Something happens."""
        self.extend(records)
        for listener in tuple(self.listeners):
            listener()


def labels(state: dict) -> list[str]:
    """The words of the rows."""
    return [row["label"] for row in state["rows"]]


@pytest.fixture
def sent(monkeypatch):
    """What a widget sends as messages, in order."""
    messages: list = []
    monkeypatch.setattr(TraceWidget, "send", lambda self, content: messages.append(content))
    return messages


def ask(widget: TraceWidget, **message: object) -> None:
    """A message as the page sends it."""
    widget._handle_custom_msg(message, [])


# --- rows --------------------------------------------------------------------------------------


def test_a_feed_gives_only_what_is_new() -> None:
    """Each record becomes one row, once."""
    story = Told(said("One"))
    feed = Feed(story)
    feed.read()
    story.append(said("Two"))
    feed.read()
    assert (["“Two”"], 2) == (labels(feed.since(1)), feed.count)


def test_the_lanes_stand_as_in_the_saved_drawing() -> None:
    """Your code, your sites, Twilio, the phones."""
    feed = Feed(Told(said("Hi", to="Bob"), Webhook(
        at=1, source=TWILIO, target="site", purpose="voice", method="POST", path="/")))
    feed.read()
    assert [["site", "site"], ["Twilio", "twilio"], ["Bob", "phone"]] == feed.since(0)["lanes"]


def test_a_voice_goes_from_phone_to_phone() -> None:
    """Its arrow begins at one phone and ends at another."""
    feed = Feed(Told(said("Ahoy!", source="Ada", to="Bob", verb="voice")))
    feed.read()
    (row,) = feed.since(0)["rows"]
    assert ("Ada", "Bob", "heard") == (row["from"], row["to"], row["group"])


def test_only_a_window_of_rows_is_kept() -> None:
    """The oldest make room; the numbers of the others stay."""
    feed = Feed(Told(*[said(str(place)) for place in range(WINDOW + 50)]))
    feed.read()
    state = feed.since(0)
    assert (50, WINDOW, "“50”") == (state["from"], len(state["rows"]), labels(state)[0])
    assert feed.record(state["epoch"], 49) is None


def test_a_log_that_drops_its_oldest_begins_a_new_epoch() -> None:
    """Numbers are never given to other records in silence."""
    story = Told(*[said(str(place)) for place in range(20)])
    feed = Feed(story)
    feed.read()
    before = feed.epoch
    del story[:10]
    story.append(said("new"))
    feed.read()
    assert (True, 11, None) == (feed.epoch > before, feed.count, feed.record(before, 3))


def test_long_words_are_cut_in_a_row_and_whole_inside(sent) -> None:
    """The page stays light; nothing is lost."""
    widget = TraceWidget(Told(said("word " * 1000)))
    assert len(labels(widget.state)[0]) < 700
    ask(widget, do="open", epoch=1, row=0)
    assert "word " * 1000 in str(sent[-1]["details"]["facts"] + sent[-1]["details"]["parts"])


# --- the widget --------------------------------------------------------------------------------


def test_a_story_is_shown_as_widget_drawing_and_text(account) -> None:
    """On both clocks; shown twice it is two views of one widget."""
    story = trace()
    bundle = story._repr_mimebundle_()
    again = story._repr_mimebundle_()
    assert {"text/plain", "image/svg+xml", WIDGET_MIME} == set(bundle)
    assert bundle[WIDGET_MIME] == again[WIDGET_MIME]


def test_a_thousand_records_are_few_messages_and_arrive_whole(eventually) -> None:
    """Rows that the page has are not sent again."""
    story, states = Told(), []
    widget = TraceWidget(story)
    widget.observe(lambda change: states.append(change["new"]), "state")
    for place in range(1000):
        story.tell(said(str(place)))
    assert eventually(lambda: widget.state["count"] == 1000)
    assert ["“0”", "“999”"] == [labels(widget.state)[0], labels(widget.state)[-1]]
    assert len(states) < 30
    ask(widget, do="have", epoch=1, row=1000)
    story.tell(said("last"))
    assert eventually(lambda: labels(widget.state) == ["“last”"])


def test_rows_that_the_page_lacks_are_sent_again(sent) -> None:
    """A page that opens late, or that missed something, asks for the rest."""
    widget = TraceWidget(Told(said("One"), said("Two")))
    ask(widget, do="have", epoch=1, row=2)
    ask(widget, do="look", epoch=1, row=1)
    assert ["“Two”"] == labels(sent[-1]["story"])
    ask(widget, do="look", epoch=0, row=0)
    assert ["“One”", "“Two”"] == labels(sent[-1]["story"])


def test_a_page_that_opens_anew_gets_all_rows(eventually) -> None:
    """As JupyterLab asks when a notebook is opened again: not only the latest."""
    story = Told(said("One"))
    widget = TraceWidget(story)
    ask(widget, do="have", epoch=1, row=1)
    story.tell(said("Two"))
    assert eventually(lambda: labels(widget.state) == ["“Two”"])
    assert ["“One”", "“Two”"] == labels(widget.get_state()["state"])


def test_a_row_that_is_no_longer_kept_says_so(sent) -> None:
    """The page gets an answer in any case."""
    ask(TraceWidget(Told(said("One"))), do="open", epoch=1, row=7)
    assert [{"row": 7, "epoch": 1, "details": None}] == sent


@pytest.mark.parametrize("message", [
    {}, {"do": "close"}, {"do": ["open"]}, {"do": "open", "row": "x"}, {"do": "have", "row": -5},
    {"do": "have", "row": 10**9}, "open", None])
def test_other_messages_do_no_harm(sent, message) -> None:
    """Whatever the page says, the next row still arrives."""
    widget = TraceWidget(Told(said("One")))
    widget._handle_custom_msg(message, [])
    widget._story.tell(said("Two"))
    widget._paint()
    assert "“Two”" in labels(widget.state)


def test_what_is_over_is_listened_to_no_more(account, client) -> None:
    """A call that has ended leaves nobody behind in the world's trace."""
    alice = phone("+14155550123", name="Alice").answers(after=0)
    call = client.calls.create(to=alice.number, from_=account.number, twiml="<Response/>")
    story = watch(call)
    widget = TraceWidget(story)
    before = len(story._world.trace._listeners)
    widget._paint()
    assert before - 1 == len(story._world.trace._listeners)


def test_the_story_of_a_world_goes_on(account, client, eventually) -> None:
    """trace() without arguments grows as long as somebody looks."""
    widget = TraceWidget(trace())
    client.calls.list()
    assert eventually(lambda: labels(widget.state) == ["GET Calls"])
    client.messages.list()
    assert eventually(lambda: labels(widget.state)[-1] == "GET Messages")


def test_a_drawing_that_nobody_sees_rests_until_somebody_looks(sent) -> None:
    """When its last view is gone, nothing is sent; a new view brings it up to date."""
    story = Told(said("One"))
    widget = TraceWidget(story)
    ask(widget, do="leave", row=1)
    assert 1 == len(story.listeners)
    ask(widget, do="leave", row=0)
    assert [] == story.listeners
    story.tell(said("Two"))
    ask(widget, do="look", epoch=1, row=1)
    assert (["“Two”"], 1) == (labels(sent[-1]["story"]), len(story.listeners))


def test_few_drawings_grow_at_once() -> None:
    """Cells that are run again and again leave a bounded number of listeners."""
    story = Told(said("One"))
    widgets = [TraceWidget(story) for _ in range(3 * GROWING)]
    assert GROWING == len(story.listeners)
    for widget in widgets:
        widget.close()
    assert [] == story.listeners


def test_felt_time_makes_no_difference() -> None:
    """Two runs are equal however long they really took, and text does not tell."""
    quick, slow = Log(iter([0.1]).__next__), Log(iter([9.9]).__next__)
    quick.add(said("Ahoy"))
    slow.add(said("Ahoy"))
    assert [quick.records[0].felt, slow.records[0].felt] == [0.1, 9.9]
    assert (quick.records, repr(quick.records)) == (slow.records, repr(slow.records))


def test_a_request_knows_its_url_and_how_long_it_took(account, client) -> None:
    """For copying, and for the curious; neither is part of the text."""
    client.lookups.v2.phone_numbers("+14155550123").fetch()
    (record,) = [one for one in trace() if isinstance(one, Request)]
    assert "https://lookups.twilio.com/v2/PhoneNumbers/+14155550123" == record.url
    assert (True, CODE) == (record.seconds > 0, record.source)
    assert "lookups.twilio.com" not in repr(record) + str(record)


def test_a_story_whose_world_is_gone_still_reads(account) -> None:
    """A second start() leaves the first drawing as it was."""
    story = Story(SimpleNamespace(trace=Log()), ())
    assert [] == list(TraceWidget(story).state["rows"])
