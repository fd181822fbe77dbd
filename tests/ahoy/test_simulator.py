"""Simulator: a hermetic Twilio for other people's tests, as they would use it."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import threading

import pytest
from flask import Flask, request
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client
from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import VoiceResponse
from werkzeug.middleware.proxy_fix import ProxyFix

from ahoy import AhoyError, NotStarted, Simulator, World, begin, current
from ahoy.testing.calls_and_texts import NothingSeen
from helpers import signed_url

ALICE = "+14155550123"
OFFICE = "https://office.example.com"
XML = {"Content-Type": "text/xml"}


def remind(number: str) -> str:
    """Somebody's code under test, exactly as it runs in production."""
    client = Client()
    sender = os.environ["TWILIO_PHONE_NUMBER"]
    return client.messages.create(to=number, from_=sender, body="See you tomorrow!").sid


def harbour() -> Flask:
    """Somebody's site: it answers calls and texts, and lets nobody in but Twilio."""
    app = Flask("harbour")
    app.testing = True

    @app.before_request
    def only_twilio():
        check = RequestValidator(os.environ["TWILIO_AUTH_TOKEN"])
        signature = request.headers.get("X-Twilio-Signature", "")
        if not check.validate(signed_url(request, OFFICE), request.form, signature):
            return "", 403

    @app.post("/voice")
    def voice():
        answer = VoiceResponse()
        answer.gather(num_digits=1, action="/chosen?from=menu%2C1").say("Press 1.")
        return str(answer), XML

    @app.post("/chosen")
    def chosen():
        answer = VoiceResponse()
        answer.say(f"You pressed {request.form['Digits']}, {request.args['from']}.")
        return str(answer), XML

    @app.post("/texts")
    def texts():
        answer = MessagingResponse()
        answer.message(f"Received: {request.form['Body']}")
        return str(answer), XML

    return app


@pytest.fixture
def twilio():
    """A running simulator."""
    with Simulator() as twilio:
        yield twilio


def test_an_account_abroad_texts_its_own_country():
    """Twilio permits it the country of its sign-up, the United States and Canada."""
    with Simulator(number="+442079460018") as twilio:
        send = twilio.client().messages.create
        send(to="+442079460019", from_=twilio.number, body="Hello")
        with pytest.raises(TwilioRestException) as refusal:
            send(to="+33199000000", from_=twilio.number, body="Bonjour")
        assert 21408 == refusal.value.code


def test_a_test_may_permit_another_country(twilio):
    """As the owner of an account does in Twilio's Console."""
    twilio.permissions.allow("GB")
    twilio.client().messages.create(to="+442079460019", from_=twilio.number, body="Hello")
    twilio.run()
    assert "delivered" == twilio.messages.last.status


def test_a_test_may_change_the_carriers_mood(twilio):
    """Unregistered traffic is blocked."""
    twilio.network.a2p_registered = False
    remind(ALICE)
    twilio.run()
    assert ("undelivered", 30034) == (twilio.messages.last.status, twilio.messages.last.error_code)


# --- the code under test -----------------------------------------------------------------


def test_a_client_built_anywhere_is_answered(twilio):
    """Without a word of the code under test being changed."""
    sid = remind(ALICE)
    twilio.run()
    assert sid == twilio.messages.last.sid
    assert ("See you tomorrow!", ALICE, twilio.number, "delivered") == (
        twilio.messages.last.body,
        twilio.messages.last.to,
        twilio.messages.last.from_,
        twilio.messages.last.status,
    )


@pytest.mark.parametrize(
    "build",
    [
        lambda: Client(),
        lambda: Client(http_client=TwilioHttpClient(timeout=3)),
    ],
    ids=["plain", "with a transport of its own"],
)
def test_a_client_that_was_built_before_is_answered(build, monkeypatch):
    """A module of the app may build it when it is imported; it needs the right credentials."""
    sid, token = "AC" + "a" * 32, "b" * 32
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", sid)
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", token)
    client = build()
    with Simulator(account_sid=sid, auth_token=token, number="+14155550177") as twilio:
        made = client.messages.create(to=ALICE, from_="+14155550177", body="Ahoy")
        twilio.run()
        assert (sid, "delivered") == (made.account_sid, made.fetch().status)
        assert "+14155550177" == twilio.number


def test_an_account_sid_that_can_not_be_is_refused():
    """Twilio would answer 404 to every request; better to hear it at once."""
    with pytest.raises(AhoyError, match="no account SID"):
        Simulator(account_sid="ACtest")


def test_a_client_for_other_credentials_is_refused_as_by_twilio(twilio):
    """A test can show what the app does with a wrong token."""
    with pytest.raises(TwilioRestException) as refusal:
        Client(twilio.account_sid, "0" * 32).api.account.fetch()
    assert (401, 20003) == (refusal.value.status, refusal.value.code)


# --- what is as it was afterwards --------------------------------------------------------


def test_environment_transport_and_world_are_put_back(monkeypatch):
    """Whatever they were before."""
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", "AC" + "9" * 32)
    monkeypatch.setenv("TWILIO_REGION", "ie1")
    monkeypatch.delenv("TWILIO_PHONE_NUMBER", raising=False)
    before = dict(os.environ), TwilioHttpClient.request, current()
    with Simulator() as twilio:
        assert os.environ["TWILIO_ACCOUNT_SID"] == twilio.account_sid
        assert "TWILIO_REGION" not in os.environ
    assert before == (dict(os.environ), TwilioHttpClient.request, current())


def test_all_is_put_back_when_the_test_fails():
    """And the test's own exception is the one that is seen."""
    before = TwilioHttpClient.request
    with pytest.raises(ZeroDivisionError), Simulator():
        1 / 0  # noqa: B018
    assert (before, None) == (TwilioHttpClient.request, current())


def test_a_world_that_was_there_goes_on_afterwards():
    """A notebook that has called start() can try a simulator."""
    world = World()
    begin(world)
    try:
        with Simulator():
            assert current() is not world
        assert current() is world
    finally:
        begin(None)
        world.close()


def test_a_client_that_outlives_the_block_sends_nothing():
    """It says so, and does not go to Twilio."""
    with Simulator() as twilio:
        client = Client()
    with pytest.raises(NotStarted):
        client.messages.list()
    with pytest.raises(AhoyError, match="inside of its block"):
        twilio.run()


def test_a_second_simulator_at_the_same_time_is_refused(twilio):
    """Neither nested nor in another thread: a client would not know which one to ask."""
    with pytest.raises(AhoyError, match="running in this process already"), Simulator():
        pass
    found = []

    def elsewhere():
        try:
            with Simulator():
                pass
        except AhoyError as refusal:
            found.append(refusal)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert 1 == len(found)
    assert "completed" == ring(twilio)


def ring(twilio, **more):
    """Calls Alice, and gives what became of it."""
    twiml = {} if "url" in more else {"twiml": "<Response><Say>Ahoy hoy!</Say></Response>"}
    Client().calls.create(to=ALICE, from_=twilio.number, **twiml, **more)
    twilio.run()
    return twilio.calls.last.status


def test_one_block_after_the_other_starts_from_nothing():
    """The same simulator object, too; and the same things happen again."""
    simulator, stories = Simulator(), []
    for _ in range(2):
        with simulator as twilio:
            remind(ALICE)
            twilio.run()
            stories.append(twilio.story)
    assert stories[0] == stories[1]
    assert "delivered" in stories[0]


@pytest.mark.parametrize("zone", [dt.UTC, None])
def test_virtual_time_may_begin_at_any_moment(zone):
    """Without a zone it is UTC, as for the SDK."""
    with Simulator(begins=dt.datetime(2031, 3, 1, 9, 30, tzinfo=zone)) as twilio:
        assert dt.datetime(2031, 3, 1, 9, 30, tzinfo=dt.UTC) == twilio.now
        account = twilio.client().api.account.fetch()
        assert dt.datetime(2031, 3, 1, 9, 30, tzinfo=dt.UTC) == account.date_created
        assert dt.timedelta(seconds=1) == twilio.now - account.date_created


def test_code_that_reads_the_computers_clock_can_schedule_a_text():
    """Where the world begins when the computer does."""
    with Simulator(begins=dt.datetime.now(dt.UTC)) as twilio:
        client = twilio.client()
        service = client.messaging.v1.services.create("Harbour")
        number = client.incoming_phone_numbers.list()[0]
        client.messaging.v1.services(service.sid).phone_numbers.create(number.sid)
        client.messages.create(
            to="+14155550123", body="Boat at six", messaging_service_sid=service.sid,
            schedule_type="fixed", send_at=dt.datetime.now(dt.UTC) + dt.timedelta(hours=1))
        twilio.run(3700)
        assert ("delivered", "Boat at six") == (twilio.messages.last.status,
                                                twilio.messages.last.body)


def test_a_beginning_that_is_no_time_is_refused():
    """With an example of one."""
    with pytest.raises(AhoyError, match=r"begins='today' is no time: give a datetime"):
        Simulator(begins="today").__enter__()


# --- forms of use ------------------------------------------------------------------------


@Simulator()
def test_it_is_a_decorator(twilio):
    """The test gets it as `twilio`."""
    remind(ALICE)
    assert 1 == len(twilio.messages)


@Simulator(number="+14155550188")
def test_a_decorated_test_need_not_take_it():
    """Then the code under test is all there is."""
    assert "+14155550188" == os.environ["TWILIO_PHONE_NUMBER"]


def test_it_decorates_coroutines_too():
    """And is one more `async with`."""

    @Simulator()
    async def decorated(twilio):
        await twilio.async_client().messages.create_async(to=ALICE, from_=twilio.number, body="Hi")
        return twilio.messages.last.body

    async def block():
        async with Simulator() as twilio:
            await twilio.async_client().messages.create_async(
                to=ALICE, from_=twilio.number, body="Ho"
            )
            return twilio.messages.last.body

    assert ["Hi", "Ho"] == [asyncio.run(decorated()), asyncio.run(block())]


# --- the site under test -----------------------------------------------------------------


def test_a_mounted_site_is_asked_in_process_and_signed_for_its_public_address(twilio):
    """Nothing listens anywhere; encoded queries and relative actions included."""
    twilio.mount(OFFICE, harbour())
    alice = twilio.phone(ALICE, "Alice").answers().presses("1")
    ring(twilio, url=OFFICE + "/voice")
    assert ["Press 1.", "You pressed 1, menu,1."] == list(twilio.calls.last.heard) == alice.heard
    assert [(200, "site"), (200, "site")] == [(one.status, one.target) for one in twilio.webhooks]


def test_a_text_to_the_office_is_answered_by_its_site(twilio):
    """`configure` says where the number's site is."""
    twilio.mount(OFFICE, harbour())
    twilio.configure(sms_url=OFFICE + "/texts")
    alice = twilio.phone(ALICE)
    alice.texts("Is my boat ready?", to=twilio.number)
    twilio.run()
    assert "Received: Is my boat ready?" == twilio.messages.to(alice).last.body


def test_a_site_below_a_path_is_told_its_place(twilio):
    """WSGI's SCRIPT_NAME and PATH_INFO, decoded; the query as it was."""
    seen = []

    def app(environ, start):
        seen.append(
            [
                environ[name]
                for name in ("SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "REQUEST_URI", "HTTP_HOST")
            ]
        )
        start("200 OK", [("Content-Type", "text/xml")])
        return [b"<Response/>"]

    twilio.mount(OFFICE + ":8443/harbour/", app)
    ring(twilio, url=OFFICE + ":8443/harbour/a%20b?q=%2C%7E")
    assert [
        ["/harbour", "/a b", "q=%2C%7E", "/harbour/a%20b?q=%2C%7E", "office.example.com:8443"]
    ] == seen


def seen_by(app):
    """A site that notes how it is asked: scheme, host, and whether the signature is right."""
    notes = []

    @app.post("/voice")
    def voice():
        check = RequestValidator(os.environ["TWILIO_AUTH_TOKEN"])
        valid = check.validate(request.url, request.form, request.headers["X-Twilio-Signature"])
        notes.append((request.scheme, request.host, valid))
        return "<Response/>"

    return notes


def test_a_site_behind_a_proxy_sees_plain_http(twilio):
    """Its own idea of the address is not the signed one: the classic trap."""
    app = Flask("proxied")
    notes = seen_by(app)
    twilio.mount(OFFICE, app, proxied=True)
    ring(twilio, url=OFFICE + "/voice")
    assert [("http", "office.example.com", False)] == notes


def test_a_site_that_trusts_its_proxy_sees_what_twilio_signed(twilio):
    """As Flask's documentation has it for a site behind a proxy."""
    app = Flask("proxied")
    notes = seen_by(app)
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1, x_port=1)
    twilio.mount(OFFICE, app, proxied=True)
    ring(twilio, url=OFFICE + "/voice")
    assert [("https", "office.example.com", True)] == notes


def test_an_asgi_site_behind_a_proxy_is_told_so(twilio):
    """In the headers that servers read."""
    seen = []

    async def app(scope, receive, send):
        if scope["type"] == "http":
            told = dict(scope["headers"])
            seen.append((scope["scheme"], told[b"host"], told[b"x-forwarded-proto"],
                         told[b"x-forwarded-host"], told[b"x-forwarded-port"]))
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body"})

    twilio.mount(OFFICE + ":8443", app, proxied=True)
    ring(twilio, url=OFFICE + ":8443/voice")
    host = b"office.example.com:8443"
    assert [("http", host, b"https", host, b"8443")] == seen


def test_an_asgi_app_can_be_mounted(twilio):
    """With what Twilio sends as it goes over the wire, from inside of an event loop too."""
    seen = []

    async def app(scope, receive, send):
        event = await receive()
        seen.append(
            (
                scope["method"],
                scope["path"],
                scope["query_string"],
                scope["scheme"],
                b"CallStatus=in-progress" in event["body"],
            )
        )
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [(b"content-type", b"text/xml")],
            }
        )
        await send({"type": "http.response.body", "body": b"<Response><Say>From "})
        await send({"type": "http.response.body", "body": b"ASGI</Say></Response>"})

    async def call():
        await twilio.async_client().calls.create_async(
            to=ALICE, from_=twilio.number, url=OFFICE + "/voice?a=1"
        )
        await twilio.run_async()

    twilio.mount(OFFICE, app)
    asyncio.run(call())
    assert ("From ASGI",) == twilio.calls.last.heard
    assert [("POST", "/voice", b"a=1", "https", True)] == seen


def test_an_exception_of_the_site_is_raised_in_the_test(twilio):
    """Twilio hears HTTP 500, as from a web server, and the caller the apology; then the
    test is told why."""
    app = Flask("broken")
    app.testing = True

    @app.post("/voice")
    def voice():
        raise ZeroDivisionError("the harbour is closed")

    twilio.mount(OFFICE, app)
    with pytest.raises(ZeroDivisionError, match="closed"):
        ring(twilio, url=OFFICE + "/voice")
    assert [500] == [one.status for one in twilio.webhooks]
    assert [11200] == [one.code for one in twilio.alerts]


def test_an_exception_of_the_site_is_not_lost_when_nothing_runs_afterwards():
    """The end of the block raises it."""

    def app(environ, start):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), Simulator() as twilio:
        twilio.mount(OFFICE, app)
        client = twilio.client()
        client.calls.create(to=ALICE, from_=twilio.number, url=OFFICE)
        for _ in range(10):
            client.calls.list()


@pytest.mark.parametrize(
    "address", ["office.example.com", "ftp://a.b", "https://", "https://a.b?c"]
)
def test_a_site_needs_a_public_address(twilio, address):
    """Scheme and host."""
    with pytest.raises(AhoyError, match="public address"):
        twilio.mount(address, harbour())


def test_what_is_no_web_app_is_not_mounted(twilio):
    """Its name, for example."""
    with pytest.raises(AhoyError, match="no web app"):
        twilio.mount(OFFICE, "harbour:app")


def test_an_address_that_is_not_mounted_is_not_reached(twilio):
    """Not even one that begins alike: nothing leaves the process."""
    twilio.mount(OFFICE, harbour())
    ring(twilio, url=OFFICE + ".evil.example/voice")
    assert [11205] == [one.code for one in twilio.alerts]


# --- what happened -----------------------------------------------------------------------


def test_calls_and_texts_are_plain_lists(twilio):
    """Oldest first; by whom and to whom, as numbers or handsets, however they are written."""
    alice, bob = twilio.phone(ALICE), twilio.phone("+14155550124").is_busy()
    for phone in (alice, bob):
        Client().calls.create(to=phone.number, from_=twilio.number, twiml="<Response/>")
    remind(ALICE)
    twilio.run()
    assert ["completed", "busy"] == [call.status for call in twilio.calls]
    assert "completed" == twilio.calls.first.status
    assert "busy" == twilio.calls.to(bob).last.status
    assert twilio.calls.to(bob) == twilio.calls.to("(415) 555-0124")
    assert 3 == len(twilio.calls.from_(twilio.number)) + len(twilio.messages.from_(twilio.number))
    assert [] == twilio.messages.from_(alice)


def test_what_is_not_there_is_told_with_what_is(twilio):
    """Instead of an index that is out of range."""
    with pytest.raises(NothingSeen, match=r"^There is no text\. Nothing of the kind has happ"):
        _ = twilio.messages.last
    remind(ALICE)
    twilio.run()
    with pytest.raises(NothingSeen) as missing:
        _ = twilio.messages.to("+14155550124").last
    assert (
        f"There is no text to +14155550124. There is: text from {twilio.number} to {ALICE} "
        "(delivered): 'See you tomorrow!'."
    ) == str(missing.value)


def test_requests_webhooks_and_alerts_tell_the_whole_story(twilio):
    """What your code asked, what Twilio asked, and what went wrong."""
    twilio.mount(OFFICE, harbour())
    ring(twilio, url=OFFICE + "/nowhere")
    assert [("POST", 201)] == [(one.method, one.status) for one in twilio.requests]
    assert [("/nowhere", 404)] == [(one.path, one.status) for one in twilio.webhooks]
    assert [11200] == [one.code for one in twilio.alerts]
    assert "site: POST /nowhere (voice) → 404" in twilio.story
    assert "Simulator with 1 calls and 0 texts" == repr(twilio)


def test_time_passes_only_when_it_is_told_to(twilio):
    """A piece of it, or until nothing is in progress."""
    alice = twilio.phone(ALICE).answers(after=20)
    Client().calls.create(to=ALICE, from_=twilio.number, twiml="<Response/>")
    twilio.run(seconds=5)
    assert "ringing" == alice.status == twilio.calls.last.status
    twilio.run()
    assert "completed" == twilio.calls.last.status


def test_two_hours_take_no_time(twilio):
    """A call that lasts long ends at once, with its real length."""
    pauses = '<Response><Pause length="7200"/></Response>'
    Client().calls.create(to=ALICE, from_=twilio.number, twiml=pauses)
    twilio.run()
    assert 7200 == twilio.calls.last.duration
