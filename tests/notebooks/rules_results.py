"""Rules 20–23: outputs, fresh parts, wanted errors, claims."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.notebooks import claims
from tests.notebooks.book import Cell, Notebook
from tests.notebooks.rules_code import bound
from tests.notebooks.style import Finding, rule


@rule(20)
def counted_outputs(notebook: Notebook) -> Iterator[Finding]:
    """Run from top to bottom: counts 1 to n; at most 25 lines below a cell."""
    counts = [cell.raw.get("execution_count") for cell in notebook.code]
    if counts != list(range(1, len(counts) + 1)):
        repair = "python -m tests.notebooks.format_notebooks"
        yield None, f"execution counts {counts}", f"1 to {len(counts)}", repair
    for cell in notebook.code:
        if (lines := sum(len(text.splitlines()) for text in output_texts(cell))) > 25:
            yield cell, f"{lines} lines of output", "at most 25", "show less"


@rule(20)
def stable_outputs(notebook: Notebook) -> Iterator[Finding]:
    """No address, port or folder of the machine that ran it."""
    unstable = {
        r"0x[0-9a-f]{6,}": "an address in memory",
        r"/tmp/ipykernel": "a kernel's path",
        r"File \"/|(?:/home|/Users|/root|site-packages)/|[A-Z]:\\\\": "a path of this machine",
        r"(?:127\.0\.0\.1|localhost):\d+": "a port",
    }
    for cell in notebook.code:
        for pattern, name in unstable.items():
            if re.search(pattern, str(cell.outputs)):
                yield cell, name, "outputs that are equal everywhere", "show something else"


@rule(26)
def spoken_values(notebook: Notebook) -> Iterator[Finding]:
    """What a cell shows can be read aloud: no bare object, no list of children."""
    for cell in notebook.code:
        for text in output_texts(cell):
            if re.search(r"<[\w.]+ object|\bchildren=\(", text):
                yield cell, text[:40], "a text that says what is there", "give it a spoken repr"


@rule(21)
def fresh_sections(notebook: Notebook) -> Iterator[Finding]:
    """Each part begins in a fresh world, so that it can be run again."""
    for section in notebook.sections():
        code = [cell for cell in section if cell.is_code and "exercise" not in cell.tags]
        if code and not code[0].source.startswith("start()"):
            wanted = "each part begins with start()"
            yield code[0], "a part that goes on in an old world", wanted, "add start()"


@rule(21)
def setup_stays(notebook: Notebook) -> Iterator[Finding]:
    """No cell binds a name of the set-up cell again."""
    setup = {name for cell in notebook.tagged("setup") for name in bound(cell)}
    for cell in notebook.code:
        if "setup" not in cell.tags:
            for name in sorted(bound(cell) & setup):
                yield cell, f"{name} bound again", "names of the set-up cell stay", "rename it"


@rule(22)
def wanted_errors(notebook: Notebook) -> Iterator[Finding]:
    """Errors are tagged raises-exception, and the next text reads them."""
    for cell in notebook.code:
        errors = [out for out in cell.outputs if out["output_type"] == "error"]
        if errors and "raises-exception" not in cell.tags:
            yield cell, errors[0]["ename"], "no error, or the tag raises-exception", "tag or mend"
        if "raises-exception" in cell.tags and not errors:
            yield cell, "no error", "the error that the tag promises", "remove the tag"
        if errors and not read_together(notebook, cell):
            yield cell, "an error that no text reads", "the next text quotes it", "read it together"


def read_together(notebook: Notebook, cell: Cell) -> bool:
    """Whether the text below begins by quoting something."""
    following = notebook.cells[cell.number] if cell.number < len(notebook.cells) else None
    return bool(following and following.is_text and "`" in following.source.split("\n\n")[0])


@rule(23)
def proven_elsewhere(notebook: Notebook) -> Iterator[Finding]:
    """What is claimed is proven in `claims/`: the sentence stands, and no cell is spent on it."""
    for cell in notebook.tagged("sanity"):
        yield cell, "a sanity cell on the learner's page", "its assert in claims/", "move it there"
    for claim in claims.load(notebook):
        if claims.place(notebook, claim) is None:
            wanted = f"“{claim.sentence}” in cell {claim.cell} or the text before it"
            yield None, "a proof without its sentence", wanted, "mend tests/notebooks/claims/"


def output_texts(cell: Cell) -> Iterator[str]:
    """What a cell prints and shows as text, without drawings."""
    for out in cell.outputs:
        text = out.get("text") or out.get("data", {}).get("text/plain") or ""
        yield text if isinstance(text, str) else "".join(text)
