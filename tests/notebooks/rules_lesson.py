"""Rules 29 and 33–37: exercises, predictions, and the end of a notebook."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

from tests.notebooks import book
from tests.notebooks.book import NOTEBOOKS, Notebook
from tests.notebooks.rules_code import is_one_call
from tests.notebooks.style import Finding, learnt, rule

END = ("What you have now", "If it does not work", "On the real network", "Go on")


@rule(28)
def first_exercise(notebook: Notebook) -> Iterator[Finding]:
    """The first exercise of a notebook has one star."""
    stars = re.findall(r"^### Exercise \S+ (★+)", "\n".join(c.source for c in notebook.text), re.M)
    if stars and stars[0] != "★":
        yield None, f"{stars[0]} first", "★ first", "begin with a change of one line"


@rule(29)
def exercise_form(notebook: Notebook) -> Iterator[Finding]:
    """Task, stub, check, hints and solution, in this order."""
    for stub in notebook.tagged("exercise"):
        around = notebook.cells[stub.number - 2 : stub.number + 2]
        task, _, check, hints = [*around, None, None, None][:4]
        if not re.match(r"### Exercise \d\.\d ★{1,3} \(\d+ minutes\)", task.source):
            yield task, task.source[:40], "### Exercise N.M ★ (N minutes): …", "name it so"
        if book.words(task.source.partition("\n")[2]) > 80 or "**" not in task.source:
            yield task, "a long or vague task", "≤ 80 words; bold: what a handset shows", "reword"
        if check is None or "check" not in check.tags or not is_one_call(check, "check"):
            yield stub, "no check", "a cell tagged check with one call", "add check(...)"
        if hints is None or hints.source.count("<details>") < 3:
            yield stub, "too few hints", "two hints and a solution, folded", "add <details>"


@rule(33)
def predict_first(notebook: Notebook) -> Iterator[Finding]:
    """At least one question to guess before running."""
    asked = [cell for cell in notebook.tagged("predict") if "**Predict first.**" in cell.source]
    if not asked:
        yield None, "no prediction", "a text tagged predict", "ask what will happen"


@rule(34)
def what_you_have_now(notebook: Notebook) -> Iterator[Finding]:
    """As many results as were promised, and a table of SDK calls."""
    part = notebook.part(END[0])
    bullets = len(re.findall(r"^- ", part, re.MULTILINE))
    if bullets != len(learnt(notebook)):
        wanted = f"{len(learnt(notebook))}, as in You will learn"
        yield None, f"{bullets} bullets in “{END[0]}”", wanted, "make them mirror each other"
    if "| SDK call |" not in part:
        yield None, "no table of SDK calls", "| SDK call | what it does |", "add the table"


@rule(35)
def troubleshooting(notebook: Notebook) -> Iterator[Finding]:
    """3 to 6 rows, whose symptoms are real messages."""
    rows = re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \|$", notebook.part(END[1]), re.MULTILINE)[2:]
    if not 3 <= len(rows) <= 6:
        yield None, f"{len(rows)} rows in “{END[1]}”", "3–6 rows", "add or join rows"
    for symptom, _, _ in rows:
        for message in re.findall(r"`([^`]+)`", symptom):
            if not is_real_message(message):
                yield None, f"`{message}`", "the words of the real message", "copy the message"


@rule(36)
def real_network(notebook: Notebook) -> Iterator[Finding]:
    """What differs with real Twilio, in at most 120 words."""
    count = book.words(notebook.part(END[2]))
    if not 0 < count <= 120:
        yield None, f"{count} words in “{END[2]}”", "1–120", "add or shorten it"


@rule(37)
def go_on(notebook: Notebook) -> Iterator[Finding]:
    """An open task and 1 to 3 outside links."""
    part = notebook.part(END[3])
    if "**Try it yourself**" not in part:
        yield None, "no open task", "**Try it yourself** in “Go on”", "add one"
    if not 1 <= (count := len(re.findall(r"\]\(https?:", part))) <= 3:
        yield None, f"{count} outside links in “Go on”", "1–3", "choose the best ones"


@cache
def sentences_of_the_kit() -> tuple[str, ...]:
    """Each text in the kit's own code, f-strings with … for what is filled in."""
    found = []
    kit = NOTEBOOKS.parent
    for path in [*(kit / "helpers").rglob("*.py"), *(kit / "ahoy").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.append(node.value)
    return tuple(found)


def is_real_message(message: str) -> bool:
    """Whether each piece of it, between the …, stands in the kit's code, or Python says it."""
    if re.match(r"(AttributeError|ModuleNotFoundError|NameError): ", message):
        return True
    pieces = [piece.strip(" ,") for piece in message.split("…")]
    return all(any(piece in text for text in sentences_of_the_kit()) for piece in pieces if piece)
