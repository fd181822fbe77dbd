"""Reads the house: who imports whom, how large the rooms are, which names stand for two things.

    python tests/house.py

The walls of `test_walls.py` are built on it.
"""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
AHOY = sorted((ROOT / "ahoy").rglob("*.py"))
KIT = sorted((ROOT / "helpers").rglob("*.py"))


class Import(NamedTuple):
    """One name that is imported, in full, and where: in a function, or for types alone."""

    name: str
    is_deferred: bool = False
    is_for_types: bool = False


def imports(tree: ast.AST, package: str = "") -> Iterator[Import]:
    """Every name that is imported, in full: `ahoy.numbers.phone_numbers`, `os.path`."""
    yield from _imports(tree, package.split("."), Import(""))


def _imports(tree: ast.AST, package: list[str], where: Import) -> Iterator[Import]:
    for node in ast.iter_child_nodes(tree):
        yield from (where._replace(name=name) for name in _names(node, package))
        inside = where
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            inside = where._replace(is_deferred=True)
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            inside = where._replace(is_for_types=True)
        yield from _imports(node, package, inside)


def _names(node: ast.AST, package: list[str]) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        above = package[: len(package) - node.level + 1] if node.level else []
        base = ".".join(filter(None, [*above, node.module]))
        yield from (f"{base}.{alias.name}" for alias in node.names)


@cache
def found_in(file: Path) -> list[Import]:
    folder = file.relative_to(ROOT).parent
    return list(imports(ast.parse(file.read_text()), ".".join(folder.parts)))


def imports_of(file: Path) -> set[str]:
    return {one.name for one in found_in(file)}


def modules() -> dict[str, Path]:
    """Every module of ours, by its name."""
    named = {".".join(file.relative_to(ROOT).with_suffix("").parts): file for file in AHOY + KIT}
    return {name.removesuffix(".__init__"): file for name, file in named.items()}


def arrows() -> dict[str, set[str]]:
    """Which module imports which, also from within a function."""
    known = modules()

    def module_of(name: str) -> str:
        while name and name not in known:
            name = name.rpartition(".")[0]
        return name

    return {name: {module_of(one.name) for one in found_in(file) if not one.is_for_types}
            - {"", name} for name, file in known.items()}


def circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """Modules that import each other, however long the way round."""
    reach = {name: _reached(graph, name) for name in graph}
    round_trips = {name: {other for other in reach[name] if name in reach[other]}
                   for name in graph}
    return sorted({tuple(sorted(found)) for found in round_trips.values() if found})


def _reached(graph: dict[str, set[str]], start: str) -> set[str]:
    seen, waiting = set(), [start]
    while waiting:
        for name in graph[waiting.pop()] - seen:
            seen.add(name)
            waiting.append(name)
    return seen


def largest_folders() -> list[tuple[str, int]]:
    """Folders with the most files of Python in them, without those below."""
    count = Counter(file.parent.relative_to(ROOT).as_posix() for file in AHOY + KIT)
    return count.most_common(5)


def shared_names() -> dict[str, list[str]]:
    """Names of classes that stand in more than one file, and where."""
    found = defaultdict(list)
    for file in AHOY + KIT:
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ClassDef):
                found[node.name].append(file.relative_to(ROOT).as_posix())
    return {name: places for name, places in sorted(found.items()) if len(places) > 1}


def tree(top: str) -> Iterator[str]:
    """A package, two levels deep: each folder with how many lines are in it."""
    for path in sorted((ROOT / top).iterdir()):
        if path.name != "__pycache__" and (path.is_dir() or path.suffix == ".py"):
            yield f"{top}/{path.name:<24}{_lines(path):>7,}"
            if path.is_dir():
                yield from (f"    {one.name:<26}{_lines(one):>7,}" for one in sorted(path.iterdir())
                            if one.is_dir() and one.name != "__pycache__")


def _lines(path: Path) -> int:
    files = path.rglob("*.py") if path.is_dir() else [path]
    return sum(len(file.read_text().splitlines()) for file in files)


if __name__ == "__main__":
    print(*tree("ahoy"), *tree("helpers"), "", sep="\n")
    print("circles:", circles(arrows()) or "none")
    print("largest folders:", ", ".join(f"{name} {count}" for name, count in largest_folders()))
    print("class names of two files:")
    for name, places in shared_names().items():
        print(f"  {name:<14}{', '.join(places)}")
