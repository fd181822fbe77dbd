"""The Python side of the handset on the page: it shows snapshots and passes touches on."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
from types import SimpleNamespace

import pytest
from IPython.core.formatters import DisplayFormatter

from helpers import page, phone, start, watch
from helpers.page import page_words
from helpers.page.phones.handset_widget import CellHandset, HandsetWidget, widget_of
from helpers.page.phones.presence import Presence
from helpers.page.story import trace_words
from helpers.page.widget_line import WIDGET_MIME, Painter

SPOKEN = "Alice's phone +14155550123: idle"


@pytest.fixture
def alice(account):
    """Alice's handset."""
    return phone("+14155550123", name="Alice")


def touch(widget: HandsetWidget, **message: str) -> None:
    """A message as the page sends it."""
    widget._handle_custom_msg(message, [])


def test_a_notebook_shows_a_handset_as_a_widget_and_as_words(alice) -> None:
    """`alice` as the last line gives a telephone, and its spoken form for everyone else."""
    shell = SimpleNamespace(display_formatter=DisplayFormatter())
    page.install(shell)
    shown, _ = shell.display_formatter.format(alice)
    assert shown["text/plain"] == SPOKEN
    assert shown[WIDGET_MIME]["model_id"] == widget_of(alice).model_id


def test_a_widget_speaks_as_its_handset_does(alice) -> None:
    """No address in memory stands in any output."""
    assert repr(widget_of(alice)) == SPOKEN


def test_a_handset_shown_twice_is_one_widget(alice) -> None:
    """Re-running a cell makes another view, not another telephone."""
    assert widget_of(alice) is widget_of(phone("+14155550123"))


def test_the_page_follows_the_handset(alice, account, client, eventually) -> None:
    """What the handset hears is on its page soon after."""
    widget = widget_of(alice)
    alice.answers(after=0)
    call = client.calls.create(to=alice.number, from_=account.number,
                               twiml="<Response><Say>Ahoy hoy!</Say><Pause length='9'/></Response>")
    client.calls(call.sid).fetch()
    assert eventually(lambda: [line["text"] for line in widget.state["lines"]] == ["Ahoy hoy!"])
    assert widget.state["status"] == "in-call"


def test_a_touch_reaches_the_handset(alice, account, client, eventually) -> None:
    """Declining on the page ends the ringing."""
    widget = widget_of(alice)
    call = client.calls.create(to=alice.number, from_=account.number, twiml="<Response/>")
    touch(widget, do="decline")
    assert eventually(lambda: client.calls(call.sid).fetch().status == "busy")


def test_a_touch_without_effect_is_acknowledged(alice, eventually) -> None:
    """The page learns that Python has seen it, and does not wait."""
    widget = widget_of(alice)
    before = widget.state["touches"]
    touch(widget, do="press", keys="1")
    assert eventually(lambda: widget.state["touches"] == before + 1)


def test_a_touch_that_fails_is_explained(alice, eventually) -> None:
    """A wrong number is said in words on the handset, until the next touch."""
    widget = widget_of(alice)
    touch(widget, do="dial", number="hello")
    assert eventually(lambda: "no phone number" in widget.state["problem"])
    touch(widget, do="press", keys="1")
    assert eventually(lambda: widget.state["problem"] == "")


@pytest.mark.parametrize("message", [{}, {"do": "close"}, {"do": "__init__"}, {"do": 1}])
def test_other_messages_are_ignored(alice, message: dict) -> None:
    """The page may touch the telephone; it may not do anything else."""
    widget = widget_of(alice)
    before = dict(widget.state)
    touch(widget, **message)
    assert (widget.state, widget._touches) == (before, before["touches"])


def test_a_closed_widget_is_replaced(alice) -> None:
    """Closing all widgets of a kernel does not cost the telephone."""
    closed = widget_of(alice)
    closed.close()
    assert widget_of(alice) is not closed
    assert len(alice._listeners) == 1


def test_a_forgotten_handset_takes_its_widget_along(alice) -> None:
    """Nothing is left behind where nobody holds the telephone any more."""
    stranger = alice._phones.at("+14155550199")
    widget = widget_of(stranger)
    del stranger
    gc.collect()
    assert widget.comm is None


def test_many_changes_are_few_pictures_and_the_last_one_is_right(alice, eventually) -> None:
    """Ten thousand changes in a moment do not flood the page."""
    widget, pictures = widget_of(alice), []
    widget.observe(pictures.append, "state")
    for place in range(10_000):
        alice.shows(str(place), "note")
    assert eventually(lambda: widget.state["lines"][-1]["text"] == "9999")
    assert len(pictures) < 100


def test_asking_the_painter_never_waits(eventually) -> None:
    """A slow picture holds up neither the engine nor the pictures after it."""
    painter, painted, gate = Painter(gap=0), [], threading.Event()
    painter.ask(lambda: gate.wait(2))
    painter.ask(lambda: painted.append("next"))
    gate.set()
    assert eventually(lambda: painted == ["next"])


def test_a_broken_picture_does_not_stop_the_others(eventually, caplog) -> None:
    """It is logged, and the next one is painted."""
    painter, painted = Painter(gap=0), []
    painter.ask(lambda: 1 / 0)
    painter.ask(lambda: painted.append("next"))
    assert eventually(lambda: painted == ["next"])
    assert "could not repaint" in caplog.text


def test_the_page_is_loaded_only_when_it_is_shown() -> None:
    """Importing it costs neither IPython nor widgets."""
    code = ("import sys, helpers.page; helpers.page.install(); "
            "print({'IPython', 'ipywidgets', 'anywidget'} & set(sys.modules))")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_every_word_of_the_page_stands_in_one_place() -> None:
    """Each `t.word` of the JavaScript is a text, and no text is left over."""
    import re
    from pathlib import Path

    folder = Path(page.__file__).parent / "assets"
    for table, files in ((page_words.HANDSET, "handset*.js"), (trace_words.TRACE, "trace*.js")):
        code = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob(files))
        used = set(re.findall(r"\bt\.(\w+)", code))
        by_kind = tuple(prefix for prefix in re.findall(r"t\[`(\w+_)\$", code))
        assert used <= set(table)
        kept = {"empty", "others", "folded"}  # Python's own words about the drawing
        assert [key for key in set(table) - used - kept if not key.startswith(by_kind)] == []


def test_a_message_that_comes_twice_counts_once(alice, account, client) -> None:
    """A bad line may deliver a key twice; the person pressed it once."""
    widget = widget_of(alice)
    alice.answers(after=0)
    call = client.calls.create(to=alice.number, from_=account.number,
                               twiml="<Response><Pause length='60'/></Response>")
    client.calls(call.sid).fetch()
    touch(widget, do="press", keys="1", id="a")
    touch(widget, do="press", keys="1", id="a")
    touch(widget, do="press", keys="1", id="b")
    keys = [line["text"] for line in alice.snapshot()["lines"] if line["kind"] == "key"]
    assert keys == ["1", "1"]


def test_a_page_that_has_all_is_told_nothing(alice, eventually) -> None:
    """One that lacks something gets it anew, with a higher number."""
    widget = widget_of(alice)
    first = widget.state["seq"]
    touch(widget, do="look", seq=first)
    assert not eventually(lambda: widget.state["seq"] > first)
    touch(widget, do="look", seq=first - 1)
    assert eventually(lambda: widget.state["seq"] > first)


def test_a_kept_phone_stays_as_it_was(alice, account, client, eventually) -> None:
    """A new world does not wipe the words of the call before."""
    below = CellHandset(alice)
    alice.answers(after=0)
    watch(client.calls.create(to=alice.number, from_=account.number,
                              twiml="<Response><Say>Ahoy hoy!</Say></Response>"))
    below.keep()
    start(clock="virtual")
    assert eventually(lambda: below.state["then"])
    assert [line["text"] for line in below.state["lines"]] == ["Ahoy hoy!"]
    touch(below, do="now")
    assert eventually(lambda: not below.state["then"] and below.state["lines"] == [])


def test_a_person_is_there_while_some_page_says_so() -> None:
    """Two pages: both must have gone; a check needs nobody; silence is nobody."""
    people = Presence()
    people.told("a", True)
    people.told("b", True)
    people.told("b", False)
    with people.nobody_needed():
        during = people.is_there
    before = people.is_there
    people.told("a", False)
    assert (during, before, people.is_there) == (False, True, False)
