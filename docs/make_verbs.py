"""Makes docs/verbs.md: which verbs, nouns and attributes of TwiML the kit simulates.

    python docs/make_verbs.py
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from ahoy.twiml import all_tags
from ahoy.twiml.all_tags import TableLine

PAGE = Path(__file__).parent / "verbs.md"

HEAD = """\
# What of TwiML is simulated

Made by `python docs/make_verbs.py` from the table by which documents are read
(`ahoy/twiml/all_tags.py`); do not edit.

**simulated**: it does what Twilio's documentation says.
**differs**: it is read, and does something else or less; the reason stands beside it.
**refused**: a call that comes to it ends with Twilio's apology, and an alert names it.
A bad value raises the alert in the column *alert*, and the default counts; where the column
is empty, the value is judged when it is used.
Each row is held by a case in `tests/ahoy/twiml/verb_cases.py`: the TwiML, what the
phones do, and what the trace says.
How a document is read and carried out: [the flow of verbs](twilio-behaviour.md#41-flow),
[the rules of documents](twilio-behaviour.md#5-how-documents-are-read), and
[the codes of alerts](twilio-behaviour.md#63-codes-of-alerts).
Where it differs from Twilio beyond this list: [calls](differences.md#calls),
[Dial](differences.md#dial), [speech](differences.md#speech-and-sound),
[recordings](differences.md#recordings-and-transcriptions),
[conferences](differences.md#conferences), [queues](differences.md#queues),
[TwiML](differences.md#twiml).

{counts}
"""
KINDS = {"voice": "Calls", "messaging": "Replies to texts"}
NOTHING = "It has no attributes.\n"
REFUSED = "\n### Refused so far\n\n| element | attributes | why |\n| --- | --- | --- |\n"
COLUMNS = "| attribute | values | default | alert | simulated |\n| --- | --- | --- | --- | --- |\n"


def page() -> str:
    """The text of verbs.md."""
    lines = list(all_tags.lines())
    return HEAD.format(counts=_counts(lines)) + "".join(
        _kind(kind, list(group)) for kind, group in groupby(lines, key=lambda line: line.kind))


def _counts(lines: list[TableLine]) -> str:
    rows = ["| | simulated | differs | refused |", "| --- | --- | --- | --- |"]
    for words, wanted in (("verbs and nouns", False), ("attributes", True)):
        group = [line.support for line in lines if bool(line.attribute) == wanted]
        counts = [group.count(support) for support in ("simulated", "differs", "refused")]
        rows.append(f"| {words} | {' | '.join(map(str, counts))} |")
    return "\n".join(rows)


def _kind(kind: str, lines: list[TableLine]) -> str:
    tags = [list(group) for _, group in groupby(lines, key=lambda line: line.place)]
    alive = [tag for tag in tags if tag[0].support != "refused"]
    refused = [tag for tag in tags if tag[0].support == "refused"]
    text = f"\n## {KINDS[kind]}\n" + "".join(map(_tag, alive))
    return text + (REFUSED + "".join(map(_refused, refused)) if refused else "")


def _tag(lines: list[TableLine]) -> str:
    head, *attributes = lines
    why = f"\n{_safe(head.why)}\n" if head.why else ""
    table = "".join(map(_attribute, attributes))
    return f"\n### {_shown(head)}\n{why}\n{COLUMNS + table if table else NOTHING}"


def _attribute(line: TableLine) -> str:
    support = f"{line.support}: {line.why}" if line.why else line.support
    cells = (line.values, line.default, line.code or "", support)
    return f"| `{line.attribute}` | {' | '.join(map(_safe, cells))} |\n"


def _refused(lines: list[TableLine]) -> str:
    head, *attributes = lines
    names = ", ".join(f"`{line.attribute}`" for line in attributes)
    return f"| {_shown(head)} | {names} | {_safe(head.why)} |\n"


def _shown(head: TableLine) -> str:
    """`<Say>` in `<Gather>`, for the key Gather.Say."""
    place, _, name = head.place.rpartition(".")
    inside = f" in `<{place}>`" if place and place not in KINDS else ""
    return f"`<{name}>`{inside}"


def _safe(value: object) -> str:
    """Nothing in it ends a cell or begins a tag."""
    return str(value).replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
