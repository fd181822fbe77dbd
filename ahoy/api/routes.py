"""Which handler answers: a tree of path pieces, filled by the files of each product.

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
    empty: Handler | None = None
    is_made: bool = False

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


def stays_empty(template: str, listing: Handler, product: str, *, is_made: bool) -> None:
    """A list that `listing` answers without items: Ahoy's accounts have nothing of the kind.

    What could be in it is not found. `is_made`: on Twilio, a POST makes some.
    """
    node = _place(template, product)
    node.empty, node.is_made = listing, is_made
    node.grow("{item_sid}")


def find(ask: Ask) -> Handler:
    """The handler; notes the path's variable pieces in the request.

    Raises:
        TwilioError: 403/20008 for what test credentials may not do, 405/20004 for a wrong
            method, 404/20404 for what an empty list does not have, 501 for what is not
            simulated.
    """
    node = _node(ask.parts, ask.names)
    if ask.caller.kind == "test":
        return _for_tests(node, ask.method)
    if node is not None and node.empty is not None:
        return _of_empty(node, node.empty, ask)
    if node is None or not (node.handlers or node.missing):
        raise _nothing_here(ask)
    return _for_method(node, ask)


def _of_empty(node: Node, listing: Handler, ask: Ask) -> Handler:
    if ask.method == "GET":
        return listing
    if ask.method == "POST" and node.is_made:
        raise not_simulated.no_such_resource(ask)
    raise errors.refuse(20004)


def _nothing_here(ask: Ask) -> errors.TwilioError:
    """404 for one of an empty list, and for what would be read below it; else 501."""
    below = below_empty(ask.parts)
    if below == 1 or (below and ask.method in ("GET", "DELETE")):
        return ask.not_found()
    return not_simulated.no_such_resource(ask)


def below_empty(parts: tuple[str, ...]) -> int:
    """How many pieces of the path come after a list that stays empty."""
    node = _root
    for number, part in enumerate(parts, 1):
        following = node.step(part, {})
        if following is None:
            break
        if following.empty is not None:
            return len(parts) - number
        node = following
    return 0


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
    return sorted(product for product in _root.next if operations(product))


def empty_lists(product: str) -> list[str]:
    """The paths of the lists that stay empty, sorted."""
    return sorted(_empty_below(_root.next[product], "")) if product in _root.next else []


def _empty_below(node: Node, path: str) -> Iterator[str]:
    if node.empty is not None:
        yield path
    for piece, following in node.next.items():
        yield from _empty_below(following, f"{path}/{piece}")
    if node.variable is not None:
        yield from _empty_below(node.variable, f"{path}/{{{node.variable.name}}}")


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
