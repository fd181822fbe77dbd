"""Trial accounts: what they may do, and what their calls and texts are like."""

from __future__ import annotations

import pytest
from flask import Flask, request
from twilio.rest import Client

from ahoy import AhoyError, SimulatorClient, World
from ahoy.trace import Alert
from helpers.site import serve
from tests.refusals import refusal

PREFIX = "Sent from your Twilio trial account - "
NOTICE = ("You have a trial account. You can remove this message at any time by upgrading to a full"
          " account. Press any key to execute your code.")
ALICE, BOB, SIGN_UP = "+14155550123", "+14155550124", "+14155550101"
HELLO = "<Response><Say>Ahoy hoy!</Say></Response>"


class Trial:
    """A trial account, with Alice's phone."""

    def __init__(self, kind: str) -> None:
        self.world = World(clock="virtual", kind=kind)
        account, transport = self.world.account, SimulatorClient(self.world)
        self.client = Client(account.sid, account.auth_token, http_client=transport)
        self.alice = self.world.phones.get(ALICE, "Alice")
        self.number = self.world.number.phone_number

    def verify(self, phone=None) -> None:
        phone = phone or self.alice
        wanted = self.client.validation_requests.create(phone_number=phone.number)
        phone.presses(wanted.validation_code)
        self.world.settle(wanted.call_sid)
        phone.heard.clear()

    def text(self, **more):
        made = self.client.messages.create(
            **{"to": ALICE, "from_": self.number, "body": "Hi"} | more)
        self.world.settle(made.sid)
        return made.fetch()

    def call(self, **more):
        made = self.client.calls.create(**{"to": ALICE, "from_": self.number} | more)
        self.world.settle(made.sid)
        return made.fetch()

    @property
    def alerts(self) -> list[int | None]:
        return [record.code for record in self.world.trace if isinstance(record, Alert)]


@pytest.fixture
def classic():
    """An account as it was until 2025; nobody is verified."""
    trial = Trial("trial-classic")
    yield trial
    trial.world.close()


@pytest.fixture
def new():
    """An account of 2026."""
    trial = Trial("trial-2026")
    yield trial
    trial.world.close()


@pytest.fixture
def site():
    """A site that answers with what it is given."""
    app = Flask("trial")
    app.twiml, app.seen = HELLO, []

    @app.route("/voice", methods=["GET", "POST"])
    def voice():
        app.seen.append(request.values.to_dict())
        return app.twiml, 200, {"Content-Type": "text/xml"}

    served = serve(app)
    app.url = served.url + "/voice"
    yield app
    served.stop()


# --- classic ------------------------------------------------------------------------------


def test_a_trial_says_so(classic, new):
    """The account's type."""
    assert ["Trial", "Trial"] == [
        one.client.api.v2010.account.fetch().type for one in (classic, new)]


def test_an_unknown_kind_is_told_the_known_ones():
    """And nothing is opened."""
    with pytest.raises(AhoyError, match="There is no account of kind 'trial': choose "):
        World(kind="trial")


def test_a_file_is_of_one_kind(tmp_path):
    """A full account does not become a trial by opening it as one."""
    World(path=tmp_path / "practice.db").close()
    with pytest.raises(AhoyError, match="holds an account of kind 'full', not 'trial-2026'"):
        World(path=tmp_path / "practice.db", kind="trial-2026")


def test_a_classic_trial_texts_verified_numbers_only(classic):
    """The recipient is masked, twice."""
    masked = "+1415555XXXX"
    assert (400, 21608, f"The number {masked} is unverified. Trial accounts cannot send messages to"
            f" unverified numbers; verify {masked} at twilio.com/user/account/phone-numbers/"
            "verified, or purchase a Twilio number to send messages to unverified numbers"
            ) == refusal(classic.text)
    classic.verify()
    assert "delivered" == classic.text().status


def test_a_classic_trials_texts_begin_with_a_notice(classic):
    """It is in the answer, on the phone, and in the count of segments."""
    classic.verify()
    sent = classic.text(body="x" * 123)
    assert (PREFIX + "x" * 123, "2") == (sent.body, sent.num_segments)
    assert PREFIX + "x" * 123 == classic.alice.messages[-1].body


def test_the_notice_can_make_a_text_too_long(classic):
    """1,600 characters are accepted, and fail with 30044."""
    classic.verify()
    ended = classic.text(body="x" * 1600)
    assert ("failed", 30044) == (ended.status, ended.error_code)


def test_a_classic_trial_has_no_name_to_send_from(classic):
    """21267."""
    assert 21267 == refusal(lambda: classic.text(from_="Harbour"))[1]


def test_a_classic_trial_has_one_number(classic):
    """Another one is 21404, unless the first is given back."""
    buy = lambda: classic.client.incoming_phone_numbers.create(area_code="206")  # noqa: E731
    assert 21404 == refusal(buy)[1]
    classic.client.incoming_phone_numbers.list()[0].delete()
    assert buy().phone_number


def test_a_classic_trial_calls_verified_numbers_only(classic):
    """21219."""
    assert (400, 21219, "The number +1415555XXXX is unverified. Trial accounts may only make calls"
            " to verified numbers.") == refusal(lambda: classic.call(twiml=HELLO))
    classic.verify()
    assert "completed" == classic.call(twiml=HELLO).status


def test_a_classic_call_waits_for_a_key(classic, site):
    """The notice first; the site is asked when a key was pressed."""
    classic.verify()
    classic.alice.answers(after=1).presses("5", after=9)
    classic.call(url=site.url)
    assert [NOTICE, "Ahoy hoy!"] == classic.alice.heard
    assert 1 == len(site.seen)


def test_a_key_interrupts_the_notice(classic):
    """Nobody has to hear it to its end."""
    classic.verify()
    classic.alice.answers(after=1).presses("5", after=1)
    quick = classic.call(twiml=HELLO)
    classic.alice.answers(after=1).presses("5", after=9)
    assert int(quick.duration) < int(classic.call(twiml=HELLO).duration)


def test_a_classic_call_without_a_key_ends(classic, site):
    """Nothing of yours is ever heard."""
    classic.verify()
    ended = classic.call(url=site.url)
    assert ("completed", [NOTICE], []) == (ended.status, classic.alice.heard, site.seen)


def test_the_notice_comes_once(classic, site):
    """Not again before each document."""
    classic.verify()
    site.twiml = f"<Response><Redirect>{site.url}?again=1</Redirect></Response>"
    classic.alice.answers().presses("1")
    classic.client.calls.create(to=ALICE, from_=classic.number, url=site.url)
    classic.world.clock.advance(30)
    assert [NOTICE] == [words for words in classic.alice.heard if words == NOTICE]


def test_a_trials_call_lasts_ten_minutes(classic):
    """13805 ends it."""
    classic.verify()
    classic.alice.answers(after=1).presses("1", after=1)
    ended = classic.call(twiml="<Response><Pause length='3000'/></Response>")
    assert ("600", [13805]) == (ended.duration, classic.alerts)


def test_incoming_calls_of_a_classic_trial_begin_at_once(classic, site):
    """Who calls presses nothing."""
    classic.client.incoming_phone_numbers.list()[0].update(voice_url=site.url)
    classic.world.settle(classic.alice.calls(classic.number).sid)
    assert ["Ahoy hoy!"] == classic.alice.heard


def test_a_classic_trial_replies_to_anybody_and_texts_on_only_to_who_is_verified(classic, site):
    """14111 for another number; a reply has the notice, too."""
    site.twiml = f'<Response><Message>Yes</Message><Message to="{BOB}">Psst</Message></Response>'
    classic.client.incoming_phone_numbers.list()[0].update(sms_url=site.url)
    classic.world.settle(classic.alice.texts("Hello", to=classic.number).sid)
    assert ([14111], PREFIX + "Yes") == (classic.alerts, classic.alice.messages[-1].body)


# --- 2026 ---------------------------------------------------------------------------------


def test_a_new_trial_begins_with_the_phone_of_its_sign_up(new):
    """And with a number that Twilio lends, and does not list."""
    assert [SIGN_UP] == [one.phone_number for one in new.client.outgoing_caller_ids.list()]
    assert ([], "delivered") == (
        new.client.incoming_phone_numbers.list(), new.text(to=SIGN_UP, body="sms_2fa").status)


def test_a_new_trial_texts_templates(new):
    """What arrives is Twilio's text; anything else is 572006."""
    phone = new.world.phones.get(SIGN_UP, "Ada")
    new.text(to=SIGN_UP, body="sms_2fa")
    assert "verification code" in phone.messages[0].body
    assert (400, 572006, "Invalid template name. Trial accounts can only use predefined SMS"
            " templates.") == refusal(lambda: new.text(to=SIGN_UP, body="Hi"))


def test_a_new_trial_may_leave_from_out(new):
    """The lent number is the sender."""
    made = new.client.messages.create(to=SIGN_UP, body="sms_2fa")
    assert new.number == made.from_


@pytest.mark.parametrize("more", [{"to": ALICE}, {"to": SIGN_UP, "from_": BOB}])
def test_a_new_trial_texts_from_its_number_to_who_is_verified(new, more):
    """572002 for anyone else, and from any other number."""
    sentence = ("No Twilio trial phone number is assigned for messaging to this destination number."
                " Please add the 'to' number as a verified recipient.")
    assert (400, 572002, sentence) == refusal(lambda: new.text(body="sms_2fa", **more))


def test_a_new_trial_waits_for_the_verification(new):
    """572005 and 573005 while the phone has not keyed in its code."""
    new.client.validation_requests.create(phone_number=ALICE)
    assert (400, 572005) == refusal(lambda: new.text(body="sms_2fa"))[:2]
    assert (422, 573005) == refusal(lambda: new.call(url="http://demo.twilio.com/docs/voice.xml"))[:2]


@pytest.mark.parametrize("more", [
    {"media_url": ["http://a.example/boat.png"]}, {"validity_period": 60},
    {"messaging_service_sid": "MG" + "1" * 32}, {"smart_encoded": True},
])
def test_a_new_trials_texts_have_four_parameters(new, more):
    """Code 0 for any other."""
    assert (400, 0, "Invalid or disallowed parameters provided - trial accounts have limited"
            " parameter access, upgrade your account to unlock full functionality") == refusal(
        lambda: new.text(to=SIGN_UP, body="sms_2fa", **more))


@pytest.mark.parametrize("more", [
    {"twiml": HELLO}, {"url": "https://a.example/voice", "timeout": 20},
    {"url": "https://a.example/voice", "status_callback": "https://a.example/status"},
])
def test_a_new_trials_calls_have_four_parameters(new, more):
    """Code 0 for any other."""
    assert (400, 0) == refusal(lambda: new.call(to=SIGN_UP, **more))[:2]


def test_a_new_trial_calls_who_is_verified(new, site):
    """At once, without a notice; anyone else is 573002."""
    phone = new.world.phones.get(SIGN_UP, "Ada")
    assert "completed" == new.call(to=SIGN_UP, url=site.url).status
    assert ["Ahoy hoy!"] == phone.heard
    assert (422, 573002) == refusal(lambda: new.call(url=site.url))[:2]


@pytest.mark.parametrize(("twiml", "heard"), [
    ("<Record/>", ["The Record verb is not available on trial accounts."]),
    (f"<Dial>{BOB}</Dial>", ["The Number verb is not available on trial accounts."]),
    ("<Dial><Client>ada</Client></Dial>", ["The Client verb is not available on trial accounts."]),
    ("<Start><Stream url='wss://a.example/s'/></Start><Say>On</Say>",
     ["The Stream verb is not available on trial accounts.", "On"]),
    ("<Pay/>", ["The Pay verb is not available on trial accounts."]),
    ("<Say>One</Say><Pause/><Play loop='2'>https://a.example/a.mp3</Play>",
     ["One", "https://a.example/a.mp3", "https://a.example/a.mp3"]),
])
def test_a_new_trial_says_which_verbs_it_has_not(new, site, twiml, heard):
    """In their place; the rest is carried out."""
    phone = new.world.phones.get(SIGN_UP, "Ada")
    site.twiml = f"<Response>{twiml}</Response>"
    new.call(to=SIGN_UP, url=site.url)
    assert heard == phone.heard


def test_a_new_trial_plays_ten_times_at_most(new, site):
    """However often it is told to."""
    phone = new.world.phones.get(SIGN_UP, "Ada")
    site.twiml = "<Response><Play loop='0'>https://a.example/a.mp3</Play></Response>"
    new.call(to=SIGN_UP, url=site.url)
    assert 10 == len(phone.heard)


def test_a_new_trials_call_leads_to_ten_documents(new, site):
    """Then it ends with an apology."""
    site.twiml = f"<Response><Say>Again</Say><Redirect>{site.url}</Redirect></Response>"
    phone = new.world.phones.get(SIGN_UP, "Ada")
    new.call(to=SIGN_UP, url=site.url)
    assert (10, [None]) == (phone.heard.count("Again"), new.alerts)


def test_a_new_trial_buys_no_number(new):
    """10002."""
    assert 10002 == refusal(lambda: new.client.incoming_phone_numbers.create(area_code="415"))[1]


def test_a_new_trial_has_five_recipients(new):
    """The phone of the sign-up is one of them."""
    for last in range(110, 114):
        new.verify(new.world.phones.get(f"+1415555{last:04d}"))
    assert 10002 == refusal(
        lambda: new.client.validation_requests.create(phone_number="+14155550114"))[1]


def test_a_new_trial_has_five_calls_at_once_and_75_minutes(new, site):
    """10004, and later 10002."""
    site.twiml = "<Response><Pause length='700'/></Response>"
    create = lambda: new.client.calls.create(to=SIGN_UP, from_=new.number, url=site.url)  # noqa: E731
    made = [create() for _ in range(5)]
    assert (429, 10004) == refusal(create)[:2]
    for one in made:
        new.world.settle(one.sid)
    for _ in range(3):  # eighty minutes with the five before
        new.call(to=SIGN_UP, url=site.url)
    assert 10002 == refusal(create)[1]


def test_nobody_reaches_a_lent_number(new):
    """The handset says why."""
    with pytest.raises(AhoyError, match="lends it to your trial for sending"):
        new.alice.texts("Hello", to=new.number)
