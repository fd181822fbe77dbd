"""Makes docs/states.md and its pictures: what may follow what in a call's or a text's life.

    python docs/make_states.py
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from ahoy.facts import life_cycles

DOCS = Path(__file__).parent
PAGE = DOCS / "states.md"

HEAD = """\
# Life cycles

Made by `python docs/make_states.py` from the tables by which calls, texts and the rest change
their status (`ahoy/facts/life_cycles.py`); do not edit.
A state with a double edge is final. A status callback tells your site of most changes;
`initiated` is a word of callbacks alone, and no status.
How long each state lasts: [time and people](differences.md#time-and-people).
"""


class Story(NamedTuple):
    """One table: its file's name, its title, and a few words about it."""

    name: str
    title: str
    words: str
    table: Mapping[str, frozenset[str]]
    final: frozenset[str]


STORIES = (
    Story("call", "A call", "From `client.calls.create(...)`, or from a phone that calls your "
          "number; that one begins as `ringing`.", life_cycles.CALL, life_cycles.FINAL_CALL),
    Story("text-out", "A text that you send", "With a Messaging Service it begins as `accepted`, "
          "or as `scheduled`; else as `queued`.",
          life_cycles.MESSAGE_OUT, life_cycles.FINAL_MESSAGE),
    Story("text-in", "A text that comes in", "It is `received` when your site is asked.",
          life_cycles.MESSAGE_IN, life_cycles.FINAL_MESSAGE),
    Story("conference", "A conference", "It starts when two are in it, one of whom may start "
          "it.", life_cycles.CONFERENCE, life_cycles.FINAL_CONFERENCE),
    Story("recording", "A recording", "Where nobody was heard it is `absent`.",
          life_cycles.RECORDING, life_cycles.FINAL_RECORDING),
    Story("transcription", "A transcription", "Of what `<Record transcribe=\"true\">` has "
          "recorded.", life_cycles.TRANSCRIPTION, life_cycles.FINAL_TRANSCRIPTION),
)

INK, DIM, LINE, CARD = "#17232b", "#52626c", "#8fa2ad", "#f7f9fa"
GOES, ENDS = ("#dcecf3", "#0b5a78"), ("#ffffff", "#33444e")
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"
WIDE, HIGH, GAP, LEFT = 96, 34, 36, 24
ABOVE, BELOW = 86, 120
"""Pixels over the upper row for arcs, and from it down to the lower row."""


def page() -> str:
    """The text of states.md."""
    return HEAD + "".join(map(_section, STORIES))


def _section(story: Story) -> str:
    rows = "".join(f"| `{state}` | {_listed(follows) or 'nothing: it is over'} |\n"
                   for state, follows in story.table.items())
    return (f"\n## {story.title}\n\n{story.words}\n\n"
            f"![{story.title}: the table below as a picture](pictures/states-{story.name}.svg)\n\n"
            f"| status | may be followed by |\n| --- | --- |\n{rows}")


def _listed(states: frozenset[str]) -> str:
    return ", ".join(f"`{state}`" for state in sorted(states))


# --- the pictures ----------------------------------------------------------------------------


def picture(story: Story) -> str:
    """The table as an SVG: the longest life on the upper row, its other ends below."""
    places = layout(story.table)
    columns = 1 + max(column for column, _ in places.values())
    rows = 1 + max(row for _, row in places.values())
    wide = 2 * LEFT + columns * WIDE + (columns - 1) * GAP
    skips = any(_is_arc(places, old, new) for old, news in story.table.items() for new in news)
    top = ABOVE if skips else 30
    high = top + HIGH + (rows - 1) * BELOW + 30
    arrows = "".join(_arrow(places, old, new, top)
                     for old, news in story.table.items() for new in sorted(news))
    boxes = "".join(_box(state, *_corner(places[state], top), state in story.final)
                    for state in story.table)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" '
            f'height="{high}" role="img" font-family="{FONT}" font-size="13">'
            f"<title>{story.title}</title><desc>{_told(story)}</desc>"
            f'<rect width="{wide}" height="{high}" rx="12" fill="{CARD}"/>{arrows}{boxes}</svg>\n')


def layout(table: Mapping[str, frozenset[str]]) -> dict[str, tuple[int, int]]:
    """Column and row of each state."""
    order = list(table)
    depth = dict.fromkeys(order, 0)
    for old in order:  # a step back to an earlier row of the table does not count
        for new in table[old]:
            if order.index(new) > order.index(old):
                depth[new] = max(depth[new], depth[old] + 1)
    main = [max(order, key=lambda state: depth[state])]
    while depth[main[0]]:
        main.insert(0, next(old for old in order if main[0] in table[old]
                            and depth[old] == depth[main[0]] - 1))
    places = {state: (depth[state], 0) for state in main}
    taken = set()
    for state in sorted((one for one in order if one not in main), key=depth.get):
        column = depth[state]
        while column in taken:
            column += 1
        taken.add(column)
        places[state] = (column, 1)
    return places


def _corner(place: tuple[int, int], top: int) -> tuple[int, int]:
    column, row = place
    return LEFT + column * (WIDE + GAP), top + row * BELOW


def _is_arc(places: Mapping[str, tuple[int, int]], old: str, new: str) -> bool:
    (one, upper), (other, lower) = places[old], places[new]
    return upper == lower == 0 and other != one + 1


def _arrow(places: Mapping[str, tuple[int, int]], old: str, new: str, top: int) -> str:
    (x, y), (to, down) = _corner(places[old], top), _corner(places[new], top)
    if _is_arc(places, old, new):
        return _arc(x, y, to)
    if y == down:
        start, end, middle = x + WIDE, to - 2, y + HIGH // 2
        return _path(f"M{start} {middle}H{end - 7}", f"M{end} {middle}l-9 -4.5v9z")
    start, end, begin, stop = x + WIDE // 2, to + WIDE // 2, y + HIGH, down - 2
    bend = (stop - begin) // 2
    return _path(f"M{start} {begin}C{start} {begin + bend} {end} {stop - bend} {end} {stop - 8}",
                 f"M{end} {stop}l-4.5 -9h9z")


def _arc(x: int, y: int, to: int) -> str:
    """Over the heads of the states between, or back below them to the one before."""
    if to < x:
        start, end, low = x + 24, to + WIDE - 24, y + HIGH
        return _path(f"M{start} {low}C{start} {low + 34} {end} {low + 34} {end} {low + 9}",
                     f"M{end} {low + 1}l-4.5 9h9z")
    start, end = x + WIDE // 2 + 12, to + WIDE // 2 - 12
    height = min(ABOVE - 16, 24 + (to - x) // 12)
    return _path(f"M{start} {y}C{start} {y - height} {end} {y - height} {end} {y - 9}",
                 f"M{end} {y - 1}l-4.5 -9h9z")


def _path(line: str, tip: str) -> str:
    return (f'<path d="{line}" fill="none" stroke="{LINE}" stroke-width="1.5"/>'
            f'<path d="{tip}" fill="{LINE}"/>')


def _box(state: str, x: int, y: int, is_final: bool) -> str:
    ground, ink = ENDS if is_final else GOES
    inner = (f'<rect x="{x + 3}" y="{y + 3}" width="{WIDE - 6}" height="{HIGH - 6}" rx="7" '
             f'fill="none" stroke="{ink}"/>') if is_final else ""
    return (f'<rect x="{x}" y="{y}" width="{WIDE}" height="{HIGH}" rx="10" fill="{ground}" '
            f'stroke="{ink}" stroke-width="1.5"/>{inner}<text x="{x + WIDE // 2}" y="{y + 21}" '
            f'text-anchor="middle" fill="{INK}">{state}</text>')


def _told(story: Story) -> str:
    return " ".join(f"{old}: {', '.join(sorted(news)) or 'final'}."
                    for old, news in story.table.items())


def files() -> dict[Path, str]:
    """Each file that is made, and its text."""
    pictures = {DOCS / "pictures" / f"states-{story.name}.svg": picture(story)
                for story in STORIES}
    return {PAGE: page(), **pictures}


def main() -> None:
    for path, text in files().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
