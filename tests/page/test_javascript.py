"""The page's JavaScript, each module as a browser gets it: eslint finds no mistake in it."""

from __future__ import annotations

import ast
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.page.phones.dock import SCRIPTS
from helpers.page.widget_line import asset

ROOT = Path(__file__).resolve().parents[2]
ESLINT = ROOT / ".tools" / "node_modules" / ".bin" / "eslint"
DEFINED = re.compile(r"^(?:async function|function|const|let) (\w+)", re.MULTILINE)
MISSING = "There is no eslint. Install it: npm install --prefix .tools eslint"


def modules() -> Iterator[tuple[str, ...]]:
    """The files that each widget's module is put together from."""
    for file in sorted((ROOT / "helpers" / "page").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "asset":
                names = tuple(_names(node))
                if all(name.endswith(".js") for name in names):
                    yield names


def _names(call: ast.Call) -> Iterator[str]:
    for word in call.args:
        if isinstance(word, ast.Starred):  # the list of the dock's files, which has a name
            yield from SCRIPTS
        else:
            yield ast.literal_eval(word)


def test_no_file_of_it_is_left_out():
    """A file that no widget names is never shown."""
    used = {name for names in modules() for name in names}
    assert used == {path.name for path in (ROOT / "helpers" / "page").rglob("*.js")}


@pytest.mark.skipif(not ESLINT.exists() and not os.environ.get("AHOY_BROWSER_REQUIRED"),
                    reason=MISSING)
def test_it_is_tidy(tmp_path):
    """Names that are not defined or not used, shadows, dead code."""
    (tmp_path / "helpers").mkdir()
    for names in modules():
        text, shared = asset(*names), asset(*names[:-1])
        used = sorted(set(DEFINED.findall(shared)))
        text += f"\nexport {{ {', '.join(used)} }};" if used else ""  # for others, perhaps
        (tmp_path / "helpers" / f"{len(names)}-{names[-1]}").write_text(text)
    (tmp_path / "eslint.config.mjs").write_text((ROOT / "eslint.config.mjs").read_text())
    done = subprocess.run([ESLINT, "helpers"], cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout + done.stderr == ""
