"""Evenings that no lesson has: documents good, bad and hostile, and people who do anything.

All comes from one `dice`, a `random.Random` or what hypothesis offers as one, so that the same
dice give the same evening.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from ahoy import SimulatorClient, World, begin
from ahoy.facts import life_cycles
from ahoy.phones import Handset, PhoneError
from ahoy.store.rows import Call, Message
from ahoy.trace import Alert
from ahoy.twiml import all_tags
from ahoy.twiml.tags import Attribute, Tag
from ahoy.web.http_client import HttpAnswer, HttpRequest

SITE = "http://fuzz.localhost/"
PAGES = 5
"""Documents of one evening."""

PEOPLE = {"+14155550123": "Alice", "+14155550124": "Bob", "+14155550125": "Chen"}
SECOND = "+14155550110"
"""Another number of the account."""

ADDRESSES = (*PEOPLE, "client:ada", "+14155550100", SECOND, "+14155550177", "sip:ada@a.example",
             "911", "(415) 555-0124", "", "x" * 70)
SENTENCES = ("", " ", "Ahoy", "Press one.", "A sentence that goes on for a while, and longer.",
             "é 🙂 &amp; &#65;", "x" * 500)
WORDS = ("yes", "no thank you", "one two three four five", "é")
JUNK = ("", " ", "0", "1", "2", "5", "-1", "99999999999999999999", "true", "FALSE", "POST", "get",
        "auto", "dtmf speech", "#", "*", "#1", "x", "é", "http://", "//", "http://[", "a b",
        "https://nowhere.example/", "javascript:1", "http://127.0.0.1:1/", "{{From}}")
HOSTILE = (
    "", " ", "<", "<Response>", "<Response/>", "not xml", "\ufeff<Response/>", "<?xml?>",
    "<!DOCTYPE r [<!ENTITY a 'b'>]><Response><Say>&a;</Say></Response>",
    "<Response><Say>&nope;</Say></Response>", "<Response>" + "<Gather>" * 60 + "</Response>",
    "<Response>" + "<Pause length='0'/>" * 3000 + "</Response>",
    "<Response><Redirect/></Response>", "<Response><Gather timeout='0'/><Redirect/></Response>",
    "<html><body>Hello</body></html>", "<response><say>x</say></response>", "\x00\x01",
    "<Response version='7'/>", "<Response><Play>/audio</Play><Redirect/></Response>",
)
TYPES = ("text/xml", "application/xml", "text/html", "text/plain", "application/json",
         "audio/wav", "", "text/xml; charset=utf-8")
KEYS = "0123456789*#"

CODES = frozenset({
    10001, 10002, 10003, 10004, 11100, 11200, 11201, 11202, 11203, 11205, 11206, 11210, 11215,
    11750, 11751, 11770, 12100, 12101, 12102, 12200, 12300, 12301, 12400, 13000, 13201, 13210,
    13211, 13212, 13213, 13214, 13215, 13216, 13217, 13218, 13219, 13220, 13221, 13222, 13223,
    13224, 13225, 13226, 13227, 13230, 13231, 13232, 13233, 13234, 13235, 13236, 13237, 13238,
    13239, 13240, 13241, 13242, 13243, 13244, 13245, 13246, 13247, 13248, 13249, 13250, 13251,
    13252, 13253, 13254, 13255, 13256, 13257, 13258, 13310, 13311, 13312, 13313, 13314, 13320,
    13321, 13322, 13325, 13326, 13327, 13328, 13329, 13330, 13331, 13332, 13333, 13334, 13335,
    13336, 13337, 13338, 13339,
    13410, 13420, 13430, 13510, 13511, 13512, 13513, 13520, 13521, 13610, 13611,
    13612, 13613, 13614, 13615, 13616, 13617, 13618, 13619, 13620, 13621, 13699, 13710, 13750,
    13801, 13802, 13803, 13804, 13805, 13810, 13910, 14101, 14102, 14103, 14104, 14105, 14106,
    14107, 14108, 14109, 14110, 14111, 14201, 14202, 14203, 14204, 14205, 14206, 14207, 14210,
    14211, 14212, 14213, 14221, 14300, 15000, 15002, 15003, 15004, 15009, 16000, 16001, 16002,
    16003, 16010, 16011, 16020, 16021, 16022, 16023, 16024, 16025, 16026, 16101, 16102, 16108,
    16109, 16113, 21218, 21219, 21262, 21263, 21610, 32100,
})
"""The alerts of Twilio's error dictionary that a call or a text can raise."""


@dataclass
class Evening:
    """What will happen: pages by path, with their status and type; and what people do."""

    dice: random.Random
    pages: list[tuple[int, str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        kind = "messaging" if self.dice.random() < 0.1 else "voice"
        self.kind = kind
        self.pages = [self._page() for _ in range(PAGES)]

    # --- documents ------------------------------------------------------------------------

    def _page(self) -> tuple[int, str, str]:
        dice = self.dice
        text = self.document(self.kind)
        if dice.random() < 0.1:
            text = dice.choice(HOSTILE)
        elif dice.random() < 0.1:
            text = self._damaged(text)
        type_ = TYPES[0] if dice.random() < 0.9 else dice.choice(TYPES)
        return (200 if dice.random() < 0.95 else dice.choice((404, 500, 302, 204)), type_, text)

    def _damaged(self, text: str) -> str:
        place = self.dice.randrange(len(text) + 1)
        return text[:place] + self.dice.choice(("", "<", "&", '"', "</Say>", "\x07", "é"))

    def document(self, kind: str) -> str:
        """A document, mostly of verbs that the kit carries out."""
        root = all_tags.ROOTS[kind]
        verbs = "".join(self._element(self._child(root), 2)
                        for _ in range(self.dice.choice((0, 1, 1, 2, 3, 5))))
        return f"<Response>{verbs}</Response>"

    def _child(self, parent: Tag) -> Tag:
        rows = [all_tags.TABLE[key] for key in parent.children.values()]
        alive = [row for row in rows if row.carried_out]
        return self.dice.choice(alive if alive and self.dice.random() < 0.95 else rows)

    def _element(self, row: Tag, depth: int) -> str:
        dice = self.dice
        given = "".join(f' {one.name}="{self._value(one)}"' for one in row.attributes.values()
                        if dice.random() < min(0.5, 2 / len(row.attributes)))
        inside = self._text(row)
        alive = any(all_tags.TABLE[key].carried_out for key in row.children.values())
        likely = 0.7 if alive else 0.02
        if row.children and depth and ":" not in row.key and dice.random() < likely:
            inside += "".join(self._element(self._child(row), depth - 1)
                              for _ in range(dice.choice((1, 1, 2))))
        if dice.random() < 0.01:
            inside += "<Sing>la</Sing>"
        return f"<{row.name}{given}>{inside}</{row.name}>"

    def _value(self, one: Attribute) -> str:
        dice = self.dice
        low = one.name.lower()
        if low.endswith(("url", "callback", "action")):
            return self._link()
        if low in ("timeout", "length", "maxlength", "timelimit", "loop", "speechtimeout"):
            return dice.choice(("1", "2", "5", "20")) if dice.random() < 0.9 else dice.choice(JUNK)
        if dice.random() < 0.2:
            return dice.choice(JUNK).replace('"', "")
        words = one.values.words
        if " or " in words and "number" not in words:
            return dice.choice(words.removeprefix("one of ").replace(" or ", ", ").split(", "))
        return one.values.example

    def _link(self) -> str:
        dice = self.dice
        if dice.random() < 0.05:
            return dice.choice(JUNK)
        name = str(dice.randrange(PAGES))
        return name if dice.random() < 0.3 else SITE + name

    def _text(self, row: Tag) -> str:
        dice = self.dice
        if not row.text.allowed:
            return "stray" if dice.random() < 0.02 else ""
        if row.name == "Redirect":
            return self._link()
        if row.name == "Play":
            return dice.choice((SITE + "audio", "audio", "https://a.example/a.mp3", ""))
        if row.name in ("Dial", "Number", "Client", "Sip"):
            return dice.choice(ADDRESSES).removeprefix("client:" if row.name == "Client" else "")
        if row.name in ("Conference", "Queue", "Enqueue"):
            return dice.choice(("harbour", "boat", ""))
        return dice.choice(SENTENCES)

    # --- the site -------------------------------------------------------------------------

    def site(self, ask: HttpRequest) -> HttpAnswer:
        """The world's carrier: pages by number, and a sound."""
        path = ask.url.removeprefix(SITE).partition("?")[0]
        if path == "audio":
            return HttpAnswer(200, [("Content-Type", "audio/wav")], WAVE)
        if not path.isdecimal() or int(path) >= PAGES:
            return HttpAnswer(404, [("Content-Type", "text/html")], b"<h1>Not found</h1>")
        status, type_, text = self.pages[int(path)]
        headers = [("Content-Type", type_)] if type_ else []
        if status == 302:
            headers.append(("Location", self._link_of(path)))
        return HttpAnswer(status, headers, text.encode())

    def _link_of(self, path: str) -> str:
        return f"{SITE}{(int(path) + 1) % PAGES}"

    # --- people ---------------------------------------------------------------------------

    def prepare(self, phone: Handset) -> None:
        """What this person will do in the next call; it always ends."""
        dice = self.dice
        habit = dice.choice((*(["person"] * 7), "busy", "voicemail", "silent", "fax", "away"))
        if habit != "person":
            {"busy": phone.is_busy, "voicemail": phone.has_voicemail, "silent": phone.is_silent,
             "fax": phone.is_fax, "away": phone.does_not_answer}[habit]()
            phone.hangs_up(after=20)  # for a call of its own
            return
        phone.answers(after=dice.choice((0, 1, 4)))
        for _ in range(dice.choice((0, 1, 2, 4, 8))):
            after = dice.choice((None, 0, 0.5, 2, 5))
            if dice.random() < 0.6:
                keys = "".join(dice.choice(KEYS) for _ in range(dice.choice((1, 1, 2, 5))))
                phone.presses(keys, after=after)
            else:
                phone.says(dice.choice(WORDS), after=after)
        phone.hangs_up(after=dice.choice((0, 1, 3, 10, 40)))


WAVE = (b"RIFF\xa4\x1f\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00"
        b"\x40\x1f\x00\x00\x01\x00\x08\x00data\x80\x1f\x00\x00" + b"\x80" * 8064)
"""A second of silence."""


def play(dice: random.Random) -> World:
    """Plays an evening to its end on virtual time; gives the world as it was left. Close it."""
    evening = Evening(dice)
    world = World(clock="virtual")
    begin(world)
    world.carrier = evening.site
    client = Client(world.account.sid, world.account.auth_token, http_client=SimulatorClient(world))
    office = world.number.phone_number
    client.incoming_phone_numbers(world.number.sid).update(
        voice_url=SITE + "0", sms_url=SITE + "0", status_callback=SITE + "4")
    client.incoming_phone_numbers.create(phone_number=SECOND, voice_url=SITE + "1")
    people = [world.phones.get(number, name) for number, name in PEOPLE.items()]
    for phone in people:
        evening.prepare(phone)
    _begin(evening, client, people, office)
    world.clock.settle(world.exchange.is_quiet)
    begin(None)
    return world


def _begin(evening: Evening, client: Client, people: list[Handset], office: str) -> None:
    dice, world = evening.dice, people[0]._phones.world
    if evening.kind == "messaging":
        people[0].texts(dice.choice(SENTENCES) or "hi", to=office)
        return
    made = []
    for phone in people[:dice.choice((1, 1, 2))]:
        if dice.random() < 0.5:
            made.append(client.calls.create(**_wishes(evening, phone.number, office)).sid)
        else:
            try:
                made.append(phone.calls(office).sid)
            except PhoneError:
                continue
    for _ in range(dice.choice((0, 0, 1, 3)) if made else 0):
        world.clock.advance(dice.choice((1, 3, 8)))
        _interfere(evening, client, dice.choice(client.calls.list()).sid)  # or one that it dialled


def _wishes(evening: Evening, to: str, office: str) -> dict:
    dice = evening.dice
    wishes = {"to": to, "from_": office, "time_limit": 300, "status_callback": SITE + "4",
              "status_callback_event": ["initiated", "ringing", "answered", "completed"]}
    if dice.random() < 0.2:
        wishes["twiml"] = evening.pages[0][2][:4000] or "<Response/>"
    else:
        wishes["url"] = SITE + "0"
    if dice.random() < 0.2:
        wishes["machine_detection"] = dice.choice(("Enable", "DetectMessageEnd"))
        wishes["async_amd"] = dice.choice(("true", "false"))
    if dice.random() < 0.1:
        wishes["fallback_url"] = SITE + "1"
    return wishes


def _interfere(evening: Evening, client: Client, sid: str) -> None:
    change = evening.dice.choice((
        {"status": "completed"}, {"status": "canceled"}, {"url": SITE + "1"},
        {"twiml": "<Response><Say>Change of plan.</Say></Response>"}))
    try:
        client.calls(sid).update(**change)
    except TwilioRestException as refused:
        assert refused.code == 21220


def faults(world: World) -> list[str]:
    """What is not as it may be when an evening is over, in words."""
    found = [f"{call.sid} is {call.status}" for call in world.store.find(Call)
             if call.status not in life_cycles.FINAL_CALL]
    found += [f"{text.sid} is {text.status}" for text in world.store.find(Message)
              if text.status in ("queued", "sending", "accepted", "sent")]
    found += [f"alert {one}" for one in world.trace if isinstance(one, Alert)
              and one.code is not None and one.code not in CODES]
    found += [f"alert without a cure: {one}" for one in world.trace
              if isinstance(one, Alert) and not one.cure]
    found += [f"{phone.name} is {phone.status}" for phone in world.phones if phone.status != "idle"]
    return found + [f"{sid} is alive" for sid in world.exchange.legs]
