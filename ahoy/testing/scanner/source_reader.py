"""Reads an app's source, and follows Twilio's things through it.

Nothing of the app is run: only the SDK's own classes are called, with the values that
stand in the source, and with "…" where a value is not known before the app runs.
"""

from __future__ import annotations

import ast
import importlib
import re
from typing import Any

from ...twiml import explain_document
from . import twiml_documents
from .sdk_requests import Asker

UNKNOWN = object()
"""What can't be known without running the app."""

TEXT = "…"
"""Stands for a value that is not known."""

HOLE = re.compile(r'Put "(…|\{[^{}]*\}|\{\{.*\}\}|\$\{?\w+\}?|%s|%\(\w+\)s)+" into <')
"""The cure for text between verbs that stands for what comes there: f"…", format, %, Jinja."""

HOMES = ("twilio.rest", "twilio.twiml")
CLIENT = re.compile(r"(^|_)client$|^twilio$", re.IGNORECASE)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


class Reader:
    """What one file holds: `found` is (line, what, instead); `calls` and `documents` count."""

    def __init__(self, asker: Asker) -> None:
        self.found: list[tuple[int, str, str]] = []
        self.calls = self.documents = 0
        self._asker, self._client = asker, asker.client()
        self._scopes: list[dict[str, Any]] = [{}]
        self._uses_twilio = False
        self._responses: list[Any] = []
        self._lines: dict[int, tuple[Any, int]] = {}

    def read(self, tree: ast.Module) -> None:
        """All of it, from top to bottom, each branch as if it were taken."""
        self._uses_twilio = any(
            name.split(".")[0] == "twilio" for node in ast.walk(tree) for name in _imported(node))
        self._statements(tree.body)
        self.documents += len(self._responses)
        for response in self._responses:
            self.found += twiml_documents.refusals(response, self._lines)

    # --- statements ---

    def _statements(self, body: list[ast.stmt]) -> None:
        for statement in body:
            self._statement(statement)

    def _statement(self, node: ast.AST) -> None:
        if isinstance(node, ast.Import | ast.ImportFrom):
            self._import(node)
        elif isinstance(node, _FUNCTIONS):
            self._function(node)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            value = self.value(node.value) if node.value else UNKNOWN
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                self._bind(target, value)
        elif isinstance(node, ast.withitem):
            self._bind(node.optional_vars, self.value(node.context_expr))
        elif isinstance(node, ast.expr):
            self.value(node)
        else:
            for child in ast.iter_child_nodes(node):
                self._statement(child)

    def _import(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            home = (node.module or "") if isinstance(node, ast.ImportFrom) else alias.name
            if not _is_at_home(home):
                continue
            value: Any = importlib.import_module(home)
            if isinstance(node, ast.ImportFrom):
                value = getattr(value, alias.name, UNKNOWN)
            self._scopes[-1][alias.asname or alias.name] = value

    def _function(self, node: Any) -> None:
        for decorator in getattr(node, "decorator_list", []):
            self.value(decorator)
        arguments = node.args
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        scope = {one.arg: self._annotated(one) for one in every}
        self._scopes.append({name: value for name, value in scope.items() if value is not UNKNOWN})
        if isinstance(node, ast.Lambda):
            self.value(node.body)
        else:
            self._statements(node.body)
        self._scopes.pop()

    def _annotated(self, argument: ast.arg) -> Any:
        """`response: VoiceResponse` is one, made here."""
        kind = self.value(argument.annotation) if argument.annotation else UNKNOWN
        if not isinstance(kind, type):
            return UNKNOWN
        return self._run(kind, [], {}, argument.lineno)

    def _bind(self, target: ast.AST | None, value: Any) -> None:
        if target is None or value is UNKNOWN:
            return
        if isinstance(target, ast.Name):
            self._scopes[-1][target.id] = value
        elif isinstance(target, ast.Attribute):
            self._scopes[0][ast.unparse(target)] = value

    # --- values ---

    def value(self, node: ast.AST) -> Any:
        """What an expression gives, as far as it can be known."""
        if isinstance(node, ast.Constant | ast.JoinedStr):
            return self._constant(node)
        if isinstance(node, ast.Name | ast.Attribute):
            return self._named(node)
        if isinstance(node, ast.Call):
            return self._call(node)
        if isinstance(node, ast.Await):
            return self.value(node.value)
        if isinstance(node, ast.List | ast.Tuple):
            values = [self.value(one) for one in node.elts]
            return [TEXT if one is UNKNOWN else one for one in values]
        if isinstance(node, ast.NamedExpr):
            value = self.value(node.value)
            self._bind(node.target, value)
            return value
        self._statement_parts(node)
        return UNKNOWN

    def _statement_parts(self, node: ast.AST) -> None:
        if isinstance(node, ast.Lambda):
            self._function(node)
            return
        for child in ast.iter_child_nodes(node):
            self._statement(child)

    def _constant(self, node: ast.Constant | ast.JoinedStr) -> Any:
        if isinstance(node, ast.Constant):
            value = node.value
        else:
            for piece in node.values:
                if isinstance(piece, ast.FormattedValue):
                    self.value(piece.value)
            value = "".join(str(piece.value) if isinstance(piece, ast.Constant) else TEXT
                            for piece in node.values)
        if isinstance(value, str) and "<Response" in value:
            self._document(value, node.lineno)
        return value

    def _document(self, text: str, line: int) -> None:
        """A literal document: all that Twilio or the kit has to say about it."""
        self.documents += 1
        for fault in explain_document.read(text).faults:
            if HOLE.match(fault.cure):
                continue  # a template: verbs may come there, which are read where they stand
            code = f"{fault.code}: " if fault.code else ""
            place = line + (fault.line or 1) - 1
            self.found.append((place, code + fault.reason, fault.cure))

    def _named(self, node: ast.Name | ast.Attribute) -> Any:
        name = ast.unparse(node)
        for scope in reversed(self._scopes):
            if name in scope:
                return scope[name]
        if isinstance(node, ast.Attribute):
            base = self.value(node.value)
            if base is not UNKNOWN and _is_sdks(base):
                return getattr(base, node.attr.removesuffix("_async"), UNKNOWN)
        last = node.id if isinstance(node, ast.Name) else node.attr
        return self._client if self._uses_twilio and CLIENT.search(last) else UNKNOWN

    def _call(self, node: ast.Call) -> Any:
        function = self.value(node.func)
        args = [self.value(one) for one in node.args]
        values = [(one.arg, self.value(one.value)) for one in node.keywords]
        if function is UNKNOWN or not callable(function) or not _is_sdks(function):
            return UNKNOWN
        named = {name: value for name, value in values if name is not None}
        return self._run(function, args, named, node.lineno)

    def _run(self, function: Any, args: list[Any], named: dict[str, Any], line: int) -> Any:
        """Calls a thing of the SDK's."""
        if isinstance(function, type) and function.__module__.startswith("twilio.rest"):
            return self._client
        before = self._asker.count
        try:
            made = function(*map(_known, args), **{k: _known(v) for k, v in named.items()})
        except Exception:  # the SDK's own: what it can't take, the app will hear from it
            made = UNKNOWN
        self.calls += self._asker.count > before
        self._note(line)
        if twiml_documents.is_response(made) and isinstance(function, type):
            self._responses.append(made)
        if twiml_documents.is_twiml(made):
            self._lines.setdefault(id(made), (made, line))
        return made

    def _note(self, line: int) -> None:
        for sentence in self._asker.take():
            what, stop, instead = sentence.partition(" yet. ")
            what = what.removeprefix("Ahoy does not simulate ")
            self.found.append((line, f"{what} is not simulated.", instead if stop else ""))


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []


def _is_at_home(module: str) -> bool:
    return any(module == home or module.startswith(home + ".") for home in HOMES)


def _is_sdks(thing: Any) -> bool:
    """True for a class, an object or a method of the SDK's."""
    owner = getattr(thing, "__self__", thing)
    module = getattr(owner, "__module__", "") if isinstance(owner, type) else (
        getattr(owner, "__name__", "") if isinstance(owner, type(ast)) else type(owner).__module__)
    return _is_at_home(module)


def _known(value: Any) -> Any:
    return TEXT if value is UNKNOWN else value
