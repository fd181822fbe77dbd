"""Which cells run: how many have begun, and whether a person runs them one by one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

AT_ONCE = 0.1
"""Requests of the page that are so few seconds apart were one gesture: *Run All*. Two
presses of a person's keys are not."""


class Runs:
    """Counts the runs of cells since the first phone was shown."""

    def __init__(self) -> None:
        self.begun = 0
        self.is_batch = False
        """True while cells run that were sent together with others."""
        self._shell: Any = None
        self._sent = 0.0
        self.when_begun: Callable[[], None] = lambda: None
        """Called when a cell begins to run."""

    def follow(self) -> None:
        """Listens to the running shell, once."""
        shell = _shell()
        if shell is not None and shell is not self._shell:
            self._shell = shell
            self._sent = _sent_at(shell)
            shell.events.register("pre_run_cell", self._begins)

    def _begins(self, _info: Any = None) -> None:
        sent, self._sent = self._sent, _sent_at(self._shell)
        self.begun += 1
        self.is_batch = bool(sent) and abs(self._sent - sent) < AT_ONCE
        self.when_begun()


def running() -> tuple[str, str]:
    """The running cell and its run, as the page has told the kernel; or nothing."""
    parent = _parent(_shell())
    return parent.get("metadata", {}).get("cellId", ""), parent.get("header", {}).get("msg_id", "")


def in_kernel() -> bool:
    """True in a notebook's kernel: there may be a page."""
    return getattr(_shell(), "kernel", None) is not None


def _shell() -> Any:
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None


def _parent(shell: Any) -> dict[str, Any]:
    kernel = getattr(shell, "kernel", None)
    return {} if kernel is None else kernel.get_parent() or {}


def _sent_at(shell: Any) -> float:
    """When the page sent what runs now, by the page's clock; 0 where nobody says."""
    date = _parent(shell).get("header", {}).get("date")
    return date.timestamp() if hasattr(date, "timestamp") else 0.0


runs = Runs()
"""The runs of this kernel."""
