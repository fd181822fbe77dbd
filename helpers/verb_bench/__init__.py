"""twiml_bench(): put a TwiML document together from verbs, and see what it is and does."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

from ahoy import AhoyError, current
from ahoy.facts.shown_text import shown
from ahoy.phones import Handset
from ahoy.twiml import all_tags
from ahoy.twiml.tags import Tag

from ..explanations import Explained, explain
from . import document_pieces, sdk_code
from .document_pieces import PieceField

BEGINNING = {"voice": ("Say", "Ahoy hoy!"), "messaging": ("Message", "Ahoy hoy!")}


class Bench:
    """A document in the making. Each click on the page has its twin here.

    `twiml` is its XML, `code` the Python that makes it, `explained` what it does, and
    `faults` what is wrong with it. Verbs are numbered from top to bottom, as "1", "2",
    and what stands in the first one is "1.1". Every change gives the bench again.
    """

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._root: Element | None = Element("Response")
        self._xml = ""
        self._page: Any = None
        self.calls: list[Any] = []
        self._write()

    # --- what it is -------------------------------------------------------------------------

    @property
    def twiml(self) -> str:
        """The document as text."""
        return self._xml

    @property
    def code(self) -> str:
        """Python that makes the same document with twilio.twiml; "" while it can't be read."""
        return "" if self._root is None else sdk_code.written(self._root, self.kind)

    @property
    def explained(self) -> Explained:
        """What a caller hears and does, and what is wrong, as `explain()` tells it."""
        return explain(self._xml, kind=self.kind)

    @property
    def faults(self) -> list[Any]:
        """What Twilio would complain about, and what is not simulated."""
        return self.explained.faults

    @property
    def outline(self) -> list[tuple[str, str]]:
        """Number and a few words of each verb and noun, from top to bottom."""
        return [] if self._root is None else list(document_pieces.outline(self._root))

    @property
    def is_readable(self) -> bool:
        """False while the XML is none, so that there are no verbs to choose."""
        return self._root is not None

    def allowed(self, inside: str = "") -> list[str]:
        """The names of what may stand in a verb; without a number: of the verbs."""
        row = self._row(inside)
        known = {name: all_tags.child(row, name) for name in row.children}
        return sorted(name for name, one in known.items() if one is not None and one.name == name)

    def fields(self, place: str) -> list[PieceField]:
        """The text and the attributes of a verb: values, choices, defaults, and why they differ."""
        return document_pieces.fields(self._piece(place), self._row(place))

    # --- changes ------------------------------------------------------------------------------

    def add(self, name: str, text: str = "", /, *, inside: str = "", **attributes: object) -> Bench:
        """Adds a verb at the end, or `inside` another one: `add("Say", "Hi", inside="1")`.

        Attributes have the SDK's names or TwiML's. Raises `AhoyError` for what may not
        stand there, or has no such attribute.
        """
        row = all_tags.child(self._row(inside), name)
        if row is None:
            raise AhoyError(f"<{name}> may not stand in <{self._row(inside).name}>. There may: "
                            f"{', '.join(self.allowed(inside))}.")
        made = Element(name)
        self._piece(inside).append(made)
        try:
            document_pieces.change(made, row, text, attributes)
        except AhoyError:
            self._piece(inside).remove(made)
            raise
        return self._changed()

    def set(self, place: str, text: str | None = None, /, **attributes: object) -> Bench:
        """Changes the text or attributes of a verb: `set("1", timeout=3)`. None, or "" for an
        attribute, takes it away. Raises `AhoyError` for what it does not have."""
        document_pieces.change(self._piece(place), self._row(place), text, attributes)
        return self._changed()

    def move(self, place: str, by: int) -> Bench:
        """Moves a verb down by so many places among its neighbours, or up (negative)."""
        home, at = self._home(place)
        piece = home[at]
        home.remove(piece)
        home.insert(max(0, min(len(home), at + by)), piece)
        return self._changed()

    def remove(self, place: str) -> Bench:
        """Takes a verb away, with all that is in it."""
        home, at = self._home(place)
        home.remove(home[at])
        return self._changed()

    def edit(self, xml: str) -> Bench:
        """Replaces the document by this text. Text that is no XML stays, with its faults."""
        self._xml, self._root = xml, document_pieces.read(xml)
        self._show()
        return self

    # --- trying it ------------------------------------------------------------------------------

    @property
    def obstacle(self) -> str:
        """Why it can't be run on a handset now, or ""."""
        if self.kind != "voice":
            return ("A reply answers a text: host it with twiml_bin(bench.twiml), and give its URL "
                    "to your number as sms_url.")
        if current() is None:
            return ("It runs in practice only, after account = start(). In live mode, give "
                    "bench.twiml to client.calls.create(...) yourself.")
        return "" if self.explained.is_readable else "Mend the document first."

    def phones(self) -> list[Handset]:
        """The handsets that it can be run on."""
        world = current()
        return list(world.phones) if world is not None else []

    def run(self, phone: Handset) -> Any:
        """Calls a handset with this document, through the SDK. Gives the call.

        Raises `AhoyError` where that is not possible (see `obstacle`), and what the SDK raises.
        """
        if self.obstacle:
            raise AhoyError(self.obstacle)
        from twilio.rest import Client

        from ..page.own_number import office_number

        call = Client().calls.create(
            to=phone.number, from_=office_number(), twiml=self._xml)
        self.calls.append(call)
        return call

    # --- its inside -------------------------------------------------------------------------------

    def _row(self, place: str) -> Tag:
        row, piece = all_tags.ROOTS[self.kind], self._tree()
        for number in filter(None, place.split(".")):
            piece = document_pieces.child_at(piece, number, place)
            row = all_tags.child(row, piece.tag) or row
        return row

    def _piece(self, place: str) -> Element:
        piece = self._tree()
        for number in filter(None, place.split(".")):
            piece = document_pieces.child_at(piece, number, place)
        return piece

    def _home(self, place: str) -> tuple[Element, int]:
        self._piece(place)
        above, _, number = place.rpartition(".")
        return self._piece(above), int(number) - 1

    def _tree(self) -> Element:
        if self._root is None:
            raise AhoyError("The document can't be read: mend its XML first with edit().")
        return self._root

    def _changed(self) -> Bench:
        self._write()
        self._show()
        return self

    def _write(self) -> None:
        self._xml = document_pieces.written(self._tree())

    def _show(self) -> None:
        if self._page is not None:
            self._page.show()

    def __repr__(self) -> str:
        count, faults = len(self.outline), len(self.faults)
        what = "call" if self.kind == "voice" else "reply to a text"
        state = "no faults" if not faults else f"{faults} fault{'s' * (faults != 1)}"
        return shown(
            f"TwiML bench: a {what}, {count} piece{'s' * (count != 1)}, {state}\n{self._xml}")

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        from ..page.bench.bench_page import page_of
        from ..page.saved_outputs import card
        from ..page.widget_line import view

        self._page = page_of(self)
        return view(self._page.box, repr(self)) | card(repr(self))


def twiml_bench(xml: object = None, *, kind: str = "voice") -> Bench:
    """A bench for a call's TwiML (`kind="voice"`) or for a reply to a text (`"messaging"`).

    `xml`: text or a response of the SDK's to begin with; else one verb that says Ahoy hoy!
    Raises `AhoyError` for another kind.
    """
    if kind not in BEGINNING:
        raise AhoyError(f'There is no bench for kind={kind!r}. Use kind="voice" or '
                        'kind="messaging".')
    bench = Bench(kind)
    return bench.add(*BEGINNING[kind]) if xml is None else bench.edit(str(xml))


__all__ = ["Bench", "twiml_bench"]
