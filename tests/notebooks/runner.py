"""Runs a notebook's cells in this process, on virtual time, and keeps what each one did.

nbval runs the notebooks in real kernels. Here they run without one, so that a test can put
another answer into an exercise, run a part twice, or look at the records of one cell.
"""

from __future__ import annotations

import ast
import asyncio
import contextlib
import inspect
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from IPython.display import display

from helpers import account
from ahoy import current
from ahoy.trace import Record
from helpers.site import Site
from tests.notebooks.book import Cell, Notebook


@dataclass
class Outcome:
    """What one cell did: its value, what it printed, its error, what happened in the world."""

    cell: Cell
    value: Any = None
    printed: str = ""
    error: BaseException | None = None
    records: list[Record] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What a learner reads below the cell."""
        return self.printed + ("" if self.value is None else repr(self.value))


class Runner:
    """A namespace and a loop, as a kernel has them."""

    def __init__(self) -> None:
        self.namespace: dict[str, Any] = {"__name__": "__main__", "display": display}
        self._loop = asyncio.new_event_loop()

    def run(self, cell: Cell, source: str | None = None) -> Outcome:
        """Runs a cell, or `source` in its place. Never raises: errors are in the outcome."""
        outcome, printed = Outcome(cell), io.StringIO()
        world, before = current(), len(current().trace) if current() else 0
        with contextlib.redirect_stdout(printed):
            try:
                outcome.value = self._execute(cell.source if source is None else source)
                repr(outcome.value)
            except Exception as error:  # a learner's code may raise anything
                outcome.error = error
        outcome.printed = printed.getvalue()
        if current():
            outcome.records = current().trace.records[before if current() is world else 0 :]
        return outcome

    def _execute(self, source: str) -> Any:
        tree = ast.parse(source)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        self._evaluate(compile(tree, "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT))
        if last is None:
            return None
        expression = ast.Expression(last.value)
        return self._evaluate(compile(expression, "<cell>", "eval", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT))

    def _evaluate(self, code: Any) -> Any:
        value = eval(code, self.namespace)
        if code.co_flags & inspect.CO_COROUTINE:
            return self._loop.run_until_complete(value)
        return value

    def close(self) -> None:
        """Stops the sites that the cells served."""
        self._loop.close()
        for value in list(self.namespace.values()):
            if isinstance(value, Site):
                value.stop()


@contextlib.contextmanager
def kernel() -> Iterator[Runner]:
    """A runner in a process where nobody has called start(): practice, on virtual time."""
    kept = {name: os.environ.get(name) for name in ("AHOY_CLOCK", "AHOY_MODE")}
    account.leave()
    os.environ.update(AHOY_CLOCK="virtual", AHOY_MODE="practice")
    runner = Runner()
    try:
        yield runner
    finally:
        runner.close()
        account.leave()
        for name, value in kept.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value


def run_all(runner: Runner, notebook: Notebook, answers: dict[str, str] | None = None):
    """Runs every code cell; `answers` replaces stubs, by exercise number. Gives outcomes."""
    answers = answers or {}
    return [
        runner.run(cell, answers.get(cell.raw["metadata"].get("exercise", "")))
        for cell in notebook.code
    ]
