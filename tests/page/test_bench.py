"""The bench on the page: each widget changes the bench, and shows it as it is."""

from __future__ import annotations

import pytest

from helpers import phone, twiml_bench
from helpers.page.bench.bench_page import BenchPage, page_of


@pytest.fixture
def bench(account):
    """A bench, with Alice's phone beside it."""
    phone("+14155550123", name="Alice")
    return twiml_bench()


@pytest.fixture
def page(bench) -> BenchPage:
    """Its page."""
    bench._repr_mimebundle_()
    return bench._page


def choose(page: BenchPage, name: str, inside: str = "") -> None:
    """Chooses a verb and clicks *Add*."""
    page._new.value = (inside, name)
    page._buttons["add"].click()


def test_verbs_are_added_where_one_chooses(bench, page):
    """At the end, or in the chosen verb, which is then the new one."""
    choose(page, "Gather")
    choose(page, "Say", "2")
    assert (["1", "2", "2.1"], "2.1") == ([place for place, _ in bench.outline], page.place)


def test_settings_change_the_document(bench, page):
    """What one types or chooses stands in the XML at once, and no field is made anew."""
    before = page._settings._inputs["loop"]
    page._settings._inputs["loop"].value = "2"
    page._settings._inputs[""].value = "Tides & winds"
    assert "<Say loop=\"2\">Tides &amp; winds</Say>" in bench.twiml
    assert before is page._settings._inputs["loop"]


def test_verbs_are_moved_and_removed(bench, page):
    """The moved one stays chosen."""
    choose(page, "Hangup")
    page._buttons["up"].click()
    assert (["Hangup", "Say “Ahoy hoy!”"], "1") == ([one for _, one in bench.outline], page.place)
    page._buttons["remove"].click()
    assert ["Say “Ahoy hoy!”"] == [one for _, one in bench.outline]


def test_faults_are_told_as_one_types(bench, page):
    """With what to write instead; the code waits, and so does the button."""
    page._xml.value = "<Response><Say>R & D</Say></Response>"
    assert "12100" in page._said.state["problem"] and "&amp;" in page._said.state["problem"]
    assert (False, True, True) == (page._code.state["ready"], page._buttons["add"].disabled,
                                   page._buttons["run"].disabled)
    page._xml.value = "<Response><Say>R and D</Say></Response>"
    assert ("", "No faults.", False) == (page._said.state["problem"], page._said.state["note"],
                                         page._buttons["run"].disabled)


def test_what_is_heard_stands_below_as_picture_and_as_text(page):
    """Nothing of the document becomes markup."""
    page._xml.value = "<Response><Say>&lt;script&gt;x&lt;/script&gt;</Say></Response>"
    assert "<svg" in page._timeline.value and "<script" not in page._timeline.value


def test_a_change_in_code_is_seen_on_the_page(bench, page):
    """Both are one bench."""
    bench.add("Pause", length=2)
    assert ["Say “Ahoy hoy!”", "Pause length=2"] == [
        label.split("  ")[1] for label, _ in page._list.options]


def test_one_click_calls_the_chosen_phone(bench, page, client, eventually):
    """Through the SDK."""
    assert "Alice +14155550123" == page._phones.label
    page._buttons["run"].click()
    assert eventually(lambda: len(bench.calls) == 1)
    assert ["+14155550123"] == [one.to for one in client.calls.list()]


def test_without_a_phone_the_button_is_off_and_says_why(account):
    """And how to make one."""
    bench = twiml_bench()
    page = page_of(bench)
    assert (True, 'There is no phone to call. Make one: alice = phone("+14155550123").') == (
        page._buttons["run"].disabled, page._done.state["note"])


def test_a_problem_of_a_click_is_told(page):
    """Whatever it is."""
    page._list.value = None
    page._try(lambda: page._bench.remove("9"))
    assert page._done.state["problem"].startswith('There is no piece "9"')


def test_closing_leaves_no_widget_behind(bench, page):
    """Nor does choosing another verb again and again."""
    from ipywidgets.widgets import widget

    def count():
        return len(widget._instances)

    choose(page, "Gather")
    before = count()
    for place in ("1", "2") * 5:
        page._list.value = place
    assert before == count()
    page.close()
    assert before - count() > 60 and not page.is_open
