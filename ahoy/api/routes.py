"""Which handler answers: a tree of path pieces, filled by the files in `resources/`.

    @on("POST", ACCOUNT + "/Messages")
    def create(ask): ...

`on_test` does the same for test credentials; `only_twilio` names a method that Twilio has
for a path and Ahoy has not, with the nearest thing that works.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from ..facts import errors
from . import not_simulated
from .answers import Answer
from .request_context import Ask

Handler = Callable[[Ask], Answer]

ACCOUNTS = "/2010-04-01/Accounts"
ACCOUNT = ACCOUNTS + "/{account_sid}"


@dataclass(slots=True)
class Node:
    """A place in the tree: what may follow, and what answers here, by method."""

    next: dict[str, Node] = field(default_factory=dict)
    variable: Node | None = None
    name: str = ""
    handlers: dict[str, Handler] = field(default_factory=dict)
    tests: dict[str, Handler] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)

    def step(self, part: str, names: dict[str, str]) -> Node | None:
        """The node that `part` leads to; a variable piece is noted in `names`."""
        if part in self.next:
            return self.next[part]
        if self.variable is not None and part:
            names[self.variable.name] = part
        return self.variable if part else None

    def grow(self, piece: str) -> Node:
        """The node below for a piece of a template, made if need be."""
        if not piece.startswith("{"):
            return self.next.setdefault(piece, Node())
        if self.variable is None:
            self.variable = Node(name=piece.strip("{}"))
        return self.variable


_root = Node()


def _place(template: str, product: str) -> Node:
    node = _root.grow(product)
    for piece in template.split("/")[1:]:
        node = node.grow(piece)
    return node


def on(method: str, template: str, product: str = "api") -> Callable[[Handler], Handler]:
    """Registers the handler of `method` on a path, written without its extension."""

    def register(handler: Handler) -> Handler:
        _place(template, product).handlers[method] = handler
        return handler

    return register


def on_test(method: str, template: str, product: str = "api") -> Callable[[Handler], Handler]:
    """Registers the handler for requests with test credentials."""

    def register(handler: Handler) -> Handler:
        _place(template, product).tests[method] = handler
        return handler

    return register


def only_twilio(method: str, template: str, instead: str, product: str = "api") -> None:
    """Twilio has this method here; Ahoy answers 501 and says what works `instead`."""
    _place(template, product).missing[method] = instead


def find(ask: Ask) -> Handler:
    """The handler; notes the path's variable pieces in the request.

    Raises:
        TwilioError: 403/20008 for what test credentials may not do, 405/20004 for a wrong
            method, 501 for what is not simulated.
    """
    node = _node(ask.parts, ask.names)
    if ask.caller.kind == "test":
        return _for_tests(node, ask.method)
    if node is None or not (node.handlers or node.missing):
        raise not_simulated.no_such_resource(ask)
    return _for_method(node, ask)


def _node(parts: Iterable[str], names: dict[str, str]) -> Node | None:
    node = _root
    for part in parts:
        following = node.step(part, names)
        if following is None:
            return None
        node = following
    return node


def has(method: str, path: str, product: str = "api") -> bool:
    """True when a request for `path` (without extension) would reach a handler."""
    node = _node((product, *path.split("/")[1:]), {})
    return node is not None and method in node.handlers


def operations(product: str) -> list[tuple[str, str]]:
    """(path, method) of every handler, sorted; variable pieces are in braces."""
    return sorted(_below(_root.next[product], "")) if product in _root.next else []


def _below(node: Node, path: str) -> Iterator[tuple[str, str]]:
    yield from ((path, method) for method in node.handlers)
    for piece, following in node.next.items():
        yield from _below(following, f"{path}/{piece}")
    if node.variable is not None:
        yield from _below(node.variable, f"{path}/{{{node.variable.name}}}")


def products() -> list[str]:
    """`api`, `messaging`, …: the hosts that have handlers."""
    return sorted(_root.next)


def _for_tests(node: Node | None, method: str) -> Handler:
    if node is None or method not in node.tests:
        raise errors.refuse(20008)
    return node.tests[method]


def _for_method(node: Node, ask: Ask) -> Handler:
    if ask.method in node.handlers:
        return node.handlers[ask.method]
    if ask.method in node.missing:
        raise not_simulated.no_such_method(ask, node.missing[ask.method])
    raise errors.refuse(20004)
