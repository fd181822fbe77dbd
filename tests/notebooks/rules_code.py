"""Rules 12–18: imports, length, order, allowed names, numbers, secrets."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from statistics import median, quantiles

from tests.notebooks.book import Cell, Notebook
from tests.notebooks.style import Finding, rule

FACE = {
    "start", "phone", "serve", "signed_url", "watch", "trace",
    "call_form", "sms_form", "number_form", "voice_form", "url_form", "credentials_form",
    "explain", "twiml_bench",
    "check", "twiml_bin", "spending",
}  # fmt: skip


@rule(12)
def imports_on_top(notebook: Notebook) -> Iterator[Finding]:
    """One set-up cell with all imports and start()."""
    setups = notebook.tagged("setup")
    if len(setups) != 1 or "start(" not in setups[0].source:
        yield None, f"{len(setups)} set-up cells", "one, tagged setup, with start()", "add one"
    for cell in notebook.code:
        if "setup" not in cell.tags and imports(cell):
            yield cell, "an import", "imports in the set-up cell only", "move it there"


@rule(13)
def short_code(notebook: Notebook) -> Iterator[Finding]:
    """Median 5 lines, p90 12, none over 20; 88 characters."""
    counts = [len(cell.lines) for cell in notebook.code]
    if median(counts) > 5:
        yield None, f"median {median(counts)} lines", "at most 5", "split cells"
    if len(counts) > 1 and (top := quantiles(counts, n=10, method="inclusive")[-1]) > 12:
        yield None, f"p90 {top:g} lines", "at most 12", "split the longest cells"
    for cell in notebook.code:
        if len(cell.lines) > 20:
            yield cell, f"{len(cell.lines)} lines", "at most 20", "split it"
        if (width := max(map(len, cell.source.splitlines()), default=0)) > 88:
            yield cell, f"{width} characters", "at most 88 in a line", "break the line"


@rule(14)
def code_after_text(notebook: Notebook) -> Iterator[Finding]:
    """A text before each code cell; checks stand directly below their stub."""
    row = 0
    for before, cell in zip([None, *notebook.cells], notebook.cells, strict=False):
        row = row + 1 if cell.is_code else 0
        follows = bool(before and before.is_code)
        if cell.is_code and follows and "check" not in cell.tags:
            yield cell, "code after code", "a text that says what to look for", "add one"
        if row > 2:
            yield cell, f"{row} code cells in a row", "at most 2", "put a text between"


@rule(15)
def only_the_face(notebook: Notebook) -> Iterator[Finding]:
    """helpers by its face, twilio, flask and the standard library."""
    for cell in notebook.code:
        for module, names in imports(cell):
            top = module.partition(".")[0]
            if top == "helpers" and (module != "helpers" or not set(names) <= FACE):
                yield cell, f"{module} {names}", "only the face of helpers", "use the face"
            if top not in {"helpers", "twilio", "flask", *sys.stdlib_module_names}:
                yield cell, module, "helpers, twilio, flask, standard library", "do without"


@rule(16)
def nothing_unsteady(notebook: Notebook) -> Iterator[Finding]:
    """No magic, no input, no sleep, no clock, no chance, no network."""
    banned = {
        r"^\s*[%!]": "magic", r"\binput\(": "input()", r"\bsleep\(": "sleep",
        r"\b(?:now|today|utcnow|time\.time|perf_counter)\(": "the wall clock",
        r"\brandom\b": "chance", r"\brequests\.(?:get|post)\(": "the network",
        r"\bPATH\b|sys\.path": "paths",
    }  # fmt: skip
    for cell in notebook.code:
        for pattern, name in banned.items():
            if re.search(pattern, cell.source, re.MULTILINE):
                yield cell, name, "nothing that changes from run to run", "do without it"


TELEPHONE = re.compile(r"\+\d[\d ()-]{6,}\d|\(\d{3}\) \d{3}-\d{4}")
RESERVED = re.compile(r"\+1[2-9]\d\d55501\d\d|\+1500555\d{4}|\d{3}55501\d\d")


@rule(17)
def reserved_numbers(notebook: Notebook) -> Iterator[Finding]:
    """Telephone numbers come from the range reserved for stories."""
    for cell, text in everything(notebook):
        for found in TELEPHONE.findall(text):
            if not RESERVED.fullmatch(re.sub(r"[ ()-]", "", found)):
                yield cell, found, "a reserved number (+1 … 555 01xx)", "change the number"


@rule(17)
def no_secrets(notebook: Notebook) -> Iterator[Finding]:
    """Nothing that looks like a real token, key or SID."""
    for cell, text in everything(notebook):
        for found in re.findall(r"\b(?:[A-Z]{2})?[0-9a-f]{32}\b", text):
            if not re.fullmatch(r"[A-Z]{2}(?:0{20}[0-9a-f]{12}|1{32}|2{32})", found):
                yield cell, found[:8] + "…", "no token, key or SID that looks real", "remove it"


@rule(18)
def last_expression(notebook: Notebook) -> Iterator[Finding]:
    """No trailing semicolon."""
    for cell in notebook.code:
        if cell.source.rstrip().endswith(";"):
            yield cell, "a trailing ;", "the value, or _ = …", "remove the ;"


@cache
def parsed(source: str) -> ast.Module:
    """A cell's code as a tree."""
    return ast.parse(source)


def imports(cell: Cell) -> list[tuple[str, list[str]]]:
    """Module and names of each import in a cell."""
    found = []
    for node in ast.walk(parsed(cell.source)):
        if isinstance(node, ast.Import):
            found += [(alias.name, []) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append((node.module or "", [alias.name for alias in node.names]))
    return found


def bound(cell: Cell) -> set[str]:
    """The names that a cell binds at its top level."""
    names: set[str] = set()
    for node in parsed(cell.source).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        else:
            stored = (n for n in ast.walk(node) if isinstance(n, ast.Name))
            names |= {n.id for n in stored if isinstance(n.ctx, ast.Store)}
    return names


def is_one_call(cell: Cell, name: str) -> bool:
    """Whether the cell is one call of this function and nothing else."""
    body = parsed(cell.source).body
    call = body[0].value if len(body) == 1 and isinstance(body[0], ast.Expr) else None
    return isinstance(call, ast.Call) and getattr(call.func, "id", "") == name


def everything(notebook: Notebook) -> Iterator[tuple[Cell, str]]:
    """Each cell with its source, and again with all its outputs."""
    for cell in notebook.cells:
        yield cell, cell.source
        yield cell, str(cell.outputs)
