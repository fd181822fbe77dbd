"""Whatever documents say and people do: no crash, no hang, and every verdict one of Twilio's.

Small here, and by `python3 start.py test --long` large: 20,000 evenings of five documents each,
some minutes on two cores (the two classes go to one each).
"""

from __future__ import annotations

import contextlib
import random
import signal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ahoy.fuzzing import faults, play

PATIENCE = 30
"""Seconds that an evening may take; most take a thirtieth of one."""

HALF = 10_000


@contextlib.contextmanager
def no_longer_than(seconds: int):
    """Ends a hang with an error, where the system has alarms."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def ring(*_):
        raise TimeoutError(f"an evening took more than {seconds} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def evening(dice: random.Random) -> tuple[list[str], list[str]]:
    """Its faults, and its story."""
    with no_longer_than(PATIENCE):
        world = play(dice)
    story = [str(record) for record in world.trace]
    found = faults(world)
    world.close()
    return found, story


def check(seeds: range) -> None:
    """All these evenings, each from its seed."""
    for seed in seeds:
        found, _ = evening(random.Random(seed))
        assert found == [], f"seed {seed}"


@settings(max_examples=60, deadline=None,
          suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.randoms(use_true_random=False))
def test_an_evening_of_anything_comes_to_an_end(dice):
    """Hypothesis looks for the smallest one that does not."""
    assert evening(dice)[0] == []


def test_a_hundred_evenings_come_to_their_ends():
    """The same ones each time: five hundred documents."""
    check(range(100))


@pytest.mark.parametrize("seed", [11, 53, 226, 430])
def test_the_same_dice_give_the_same_story(seed):
    """Nothing is left to chance but the dice."""
    assert evening(random.Random(seed)) == evening(random.Random(seed))


@pytest.mark.long
class TestTheFirstHalf:
    def test_fifty_thousand_documents(self):
        """No crash, no hang, every final status and every alert one of Twilio's."""
        check(range(1000, 1000 + HALF))


@pytest.mark.long
class TestTheSecondHalf:
    def test_fifty_thousand_documents(self):
        """The same, on the other core."""
        check(range(1000 + HALF, 1000 + 2 * HALF))
