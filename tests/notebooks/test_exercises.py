"""Exercises: the stub is not yet, the solution is correct, foreseen mistakes have a sentence."""

from __future__ import annotations

import inspect
import time

import pytest

from helpers import start, trace
from helpers.lessons.check import CHECKS
from tests.notebooks import book, exercises
from tests.notebooks.book import Cell, Notebook
from tests.notebooks.runner import kernel

EXERCISES = [exercises.load(number) for number in exercises.numbers()]
TRIED = [one for one in EXERCISES if inspect.signature(CHECKS[one.number]).parameters]
"""Exercises whose answer is a function or an app; of the others the page's phones are judged."""
WRONG = [(exercise, says, answer) for exercise in EXERCISES for says, answer in exercise.wrong]


def notebook_of(number: str) -> Notebook:
    """The notebook that holds this exercise."""
    (path,) = book.NOTEBOOKS.glob(f"0{number[0]}-*.ipynb")
    return book.load(path)


def cells_of(number: str) -> tuple[Notebook, Cell, Cell]:
    """The notebook, its stub cell and its check cell."""
    notebook = notebook_of(number)
    (stub,) = [
        cell
        for cell in notebook.tagged("exercise")
        if cell.raw["metadata"].get("exercise") == number
    ]
    return notebook, stub, notebook.cells[stub.number]


def marked(number: str, answer: str):
    """What the check says when `answer` stands in the stub's place; the cells before have run."""
    notebook, stub, check = cells_of(number)
    with kernel() as runner:
        for cell in notebook.cells[: stub.number - 1]:
            if cell.is_code and not {"exercise", "check"} & set(cell.tags):
                runner.run(cell)
        runner.run(stub, answer)
        outcome = runner.run(check)
    assert outcome.error is None
    return outcome.value


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.number)
def test_an_untouched_stub_is_not_yet(exercise):
    """Run All leaves a sentence that begins with Not yet, and no exception."""
    assert repr(marked(exercise.number, exercise.stub)).startswith("Not yet. ")


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.number)
def test_the_solution_is_correct(exercise):
    """The solution that learners can unfold is accepted."""
    assert repr(marked(exercise.number, exercise.solution)).startswith("Correct. ")


@pytest.mark.parametrize(
    ("exercise", "says", "answer"), WRONG, ids=[f"{e.number}: {says}" for e, says, _ in WRONG]
)
def test_a_foreseen_mistake_gets_its_own_sentence(exercise, says, answer):
    """Each wrong answer hears what is wrong with it."""
    told = repr(marked(exercise.number, answer))
    assert told.startswith("Not yet. ")
    assert says in told


@pytest.mark.parametrize("exercise", TRIED, ids=lambda exercise: exercise.number)
def test_a_function_is_tried_beside_the_page_and_at_once(exercise, monkeypatch, tmp_path):
    """On the real clock, too: no phone of the page rings, nothing is added to the account, and
    nobody waits. (Five seconds are for a machine that is busy: it is a second at most.)"""
    monkeypatch.setenv("AHOY_HOME", str(tmp_path))
    monkeypatch.setenv("AHOY_KEEP", "yes")  # so that both clocks share an account
    notebook, stub, check = cells_of(exercise.number)
    with kernel() as runner:
        for cell in notebook.cells[: stub.number - 1]:
            if cell.is_code and not {"exercise", "check"} & set(cell.tags):
                runner.run(cell)
        account = start(clock="real")
        before = (len(trace()), account.contents)
        runner.run(stub, exercise.solution)
        begun = time.monotonic()
        outcome = runner.run(check)
        seconds = time.monotonic() - begun
        assert outcome.value.correct
        assert before == (len(trace()), account.contents)
        assert seconds < 5


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.number)
def test_a_result_says_what_was_expected_and_what_to_try(exercise):
    """Not yet alone helps nobody."""
    told = repr(marked(exercise.number, exercise.stub))
    assert "\nExpected: " in told
    assert "\nTry: " in told


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.number)
def test_stub_and_solution_in_the_notebook_come_from_one_source(exercise):
    """`notebooks/solutions/` is that source; the formatter copies it."""
    notebook, stub, check = cells_of(exercise.number)
    assert exercise.stub == stub.source
    assert exercises.folded(exercise) in notebook.cells[check.number].source


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.number)
def test_two_mistakes_are_foreseen_at_least(exercise):
    """Good quizzes explain each option."""
    assert len(exercise.wrong) >= 2


def test_exercises_checks_and_cells_are_the_same_ones():
    """No exercise without check, no check without exercise, none missing in its notebook."""
    in_notebooks = [
        cell.raw["metadata"]["exercise"]
        for path in book.paths()
        for cell in book.load(path).tagged("exercise")
    ]
    assert sorted(CHECKS) == exercises.numbers() == sorted(in_notebooks)
