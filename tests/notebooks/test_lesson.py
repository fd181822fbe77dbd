"""check() answers in sentences, whatever it is given."""

from __future__ import annotations

import sys

import pytest

from twilio.rest import Client

from helpers import check, phone, start, watch
from tests.notebooks.runner import kernel


@pytest.fixture(autouse=True)
def practice():
    """A fresh practice world."""
    with kernel():
        start()
        yield


def raises(calls):
    """What a learner might write."""
    raise KeyError("From")


def leaves(calls):
    """A cell that tries to end the program."""
    sys.exit("that's it")


def test_an_unknown_exercise_is_named():
    """The sentence lists those that exist."""
    expected = "Not yet. There is no exercise 9.9.\nExpected: one of 2.1, 2.2,"
    assert repr(check("9.9")).startswith(expected)


def test_a_number_may_be_given_for_the_text():
    """check(2.1) is what many type."""
    assert repr(check(2.1)) == repr(check("2.1"))


def test_a_missing_function_is_asked_for():
    """The sentence shows the whole call."""
    assert 'Write check("2.2", call_back).' in repr(check("2.2"))


def test_a_function_that_raises_is_told_what_it_raised():
    """An exception in the learner's code is a finding, not a crash."""
    assert "Your code raised KeyError: 'From'" in repr(check("2.2", raises))


def test_a_function_that_exits_does_not_end_the_kernel():
    """sys.exit() in a learner's function is a finding as well."""
    assert "Your code raised SystemExit" in repr(check("2.2", leaves))


def test_a_text_that_was_deleted_counts_as_the_phone_shows_it():
    """Tidying up is no fault of a learner's: Bob has read it all the same."""
    phone("+14155550145", name="Bob")
    client = Client()
    sent = client.messages.create(to="+14155550145", from_=start().number, body="It is ready")
    watch(sent).wait()
    client.messages(sent.sid).delete()
    assert check("3.1").correct, check("3.1")


@pytest.mark.parametrize("answer", [None, 3, "text", object], ids=repr)
@pytest.mark.parametrize("exercise", ["2.2", "3.2", "4.2", "5.1", "5.2"])
def test_anything_can_be_handed_in(exercise, answer):
    """The wrong kind of answer is not yet correct."""
    assert not check(exercise, answer).correct


def test_a_check_before_start_says_so():
    """Without a world there is nothing to look at."""
    with kernel():
        assert "Run account = start() first." in repr(check("2.1"))
