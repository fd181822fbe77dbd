"""check(): marks an exercise by what really happened, and says what to try next."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from ahoy import AhoyError, current

from . import calls, connect, safety, site, texts, twiml
from .apart import apart
from .result import Result, not_yet

CHECKS: dict[str, Callable[..., Result]] = {
    "0.1": calls.say_good_morning,
    "1.1": calls.work_out_the_cost,
    "2.1": calls.call_bob,
    "2.2": calls.call_back,
    "3.1": texts.fit_one_segment,
    "3.2": texts.thank_everyone,
    "4.1": twiml.say_it_twice,
    "4.2": twiml.finish_the_menu,
    "5.1": site.greet_the_caller,
    "5.2": site.reply_to_bob,
    "6.1": safety.turn_the_forger_away,
    "7.1": connect.hide_the_caller,
    "7.2": connect.meet_with_a_host,
}


def check(exercise: str, *answers: Any) -> Result:
    """Marks an exercise, for example `check("2.2", call_back)`. Never raises.

    Args:
        exercise: its number, as text.
        answers: what the exercise asks for, a function or an app. The check uses it as
            Twilio would, on phones and a clock of its own: nothing rings on the page, and
            nobody waits.

    Returns:
        A `Result` that reads "Correct" or "Not yet", with what was found, what was
        expected, and what to try. `.correct` is for programs.
    """
    try:
        return _marked(str(exercise), answers)
    except AhoyError as problem:
        return not_yet(str(problem))
    except (Exception, SystemExit) as problem:  # whatever a learner's code may raise
        return _raised(problem)


def _marked(exercise: str, answers: tuple[Any, ...]) -> Result:
    judge = CHECKS.get(exercise)
    if judge is None:
        known = ", ".join(CHECKS)
        return not_yet(f"There is no exercise {exercise}.", f"one of {known}",
                       "Look at the number above the cell.")
    world = current()
    if world is None:
        return not_yet("Nothing has begun, or this is live mode; checks need practice mode.",
                       advice="Run account = start() first.")
    wanted = list(inspect.signature(judge).parameters)
    if len(answers) != len(wanted):
        call = ", ".join([f'"{exercise}"', *wanted])
        return not_yet(f"The check got {len(answers)} answers.", f"{len(wanted)}",
                       f"Write check({call}).")
    with apart(world) if wanted else nullcontext():  # else the page's own phones are looked at
        return judge(*answers)


def _raised(problem: BaseException) -> Result:
    code = getattr(problem, "code", None)
    known = f" (code {code})" if isinstance(code, int) and code else ""
    said = getattr(problem, "msg", None) or problem
    return not_yet(f"Your code raised {type(problem).__name__}{known}: {said}",
                   "no exception", "Call it yourself in a new cell, and read the last line.")
