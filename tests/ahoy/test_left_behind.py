"""What a request to a mounted site leaves behind, in a thread or in a task, has its turn: after
Twilio has the answer, and before time passes. And an ASGI app has its start and its end."""

from __future__ import annotations

import asyncio
import contextlib
import os
import queue
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi import BackgroundTasks, FastAPI, Form, Request, Response
from flask import Flask
from flask import request as asked
from twilio.rest import Client

from ahoy import AhoyError, Simulator, trace

ALICE = "+14155550123"
OFFICE = "https://office.example.com"
HOLD = "<Response><Say>One moment.</Say><Pause length='60'/></Response>"
NOTHING = "<Response/>"


@pytest.fixture
def twilio():
    """A running simulator."""
    with Simulator() as twilio:
        yield twilio


def reply(to, body="It is ready."):
    """Takes a moment in production; the site does not let Twilio wait for it."""
    Client().messages.create(to=to, from_=os.environ["TWILIO_PHONE_NUMBER"], body=body)


def fetch_back(sid):
    """Leads a call that waits on to the next sentence."""
    Client().calls(sid).update(twiml="<Response><Say>Here you are.</Say></Response>")


def xml(text):
    return Response(text, media_type="application/xml")


def in_a_thread():
    """Flask, with a thread for each request."""
    app = Flask("threads")

    def begin(work, *arguments):
        threading.Thread(target=work, args=arguments, daemon=True).start()

    @app.post("/texts")
    def texts():
        begin(reply, asked.form["From"])
        return NOTHING

    @app.post("/voice")
    def voice():
        begin(fetch_back, asked.form["CallSid"])
        return HOLD

    return app


def in_background_tasks():
    """FastAPI's own way, whose work is a plain function."""
    app = FastAPI()

    @app.post("/texts")
    async def texts(later: BackgroundTasks, From: str = Form()):
        later.add_task(reply, From)
        return xml(NOTHING)

    @app.post("/voice")
    async def voice(later: BackgroundTasks, CallSid: str = Form()):
        later.add_task(fetch_back, CallSid)
        return xml(HOLD)

    return app


def in_tasks():
    """asyncio's own way, one task out of another."""
    app, kept = FastAPI(), set()

    def begin(work):
        kept.add(task := asyncio.create_task(work))
        task.add_done_callback(kept.discard)

    async def later(work, *arguments):
        await asyncio.sleep(0)
        begin(asyncio.to_thread(work, *arguments))

    @app.post("/texts")
    async def texts(From: str = Form()):
        begin(later(reply, From))
        return xml(NOTHING)

    @app.post("/voice")
    async def voice(CallSid: str = Form()):
        begin(later(fetch_back, CallSid))
        return xml(HOLD)

    return app


def in_tasks_that_hold_the_loop_up():
    """The SDK's plain client in a coroutine: while it asks, no other task goes on."""
    app = FastAPI()

    async def later(work, *arguments):
        work(*arguments)

    @app.post("/texts")
    async def texts(after: BackgroundTasks, From: str = Form()):
        after.add_task(later, reply, From)
        return xml(NOTHING)

    @app.post("/voice")
    async def voice(after: BackgroundTasks, CallSid: str = Form()):
        after.add_task(later, fetch_back, CallSid)
        return xml(HOLD)

    return app


every_way = pytest.mark.parametrize(
    "make", [in_a_thread, in_background_tasks, in_tasks, in_tasks_that_hold_the_loop_up])


@every_way
def test_a_text_that_is_sent_after_the_answer_arrives(twilio, make):
    """The answer itself is empty."""
    twilio.mount(OFFICE, make())
    twilio.configure(sms_url=f"{OFFICE}/texts")
    alice = twilio.phone(ALICE)
    alice.texts("Is it ready?", to=twilio.number)
    twilio.run()
    assert ["Is it ready?", "It is ready."] == [text.body for text in alice.messages]


@every_way
def test_a_call_that_waits_is_led_on_at_once(twilio, make):
    """Twilio has the answer by then: a call that has not begun can't be led anywhere."""
    twilio.mount(OFFICE, make())
    twilio.configure(voice_url=f"{OFFICE}/voice")
    twilio.phone(ALICE).calls(twilio.number)
    twilio.run()
    assert ("One moment.", "Here you are.") == twilio.calls.last.heard
    story = [type(one) for one in twilio.trace if isinstance(one, trace.Webhook | trace.Request)]
    assert [trace.Request, trace.Webhook, trace.Request] == story


@every_way
def test_ten_runs_give_one_story(make):
    """A thread or a task has its turn at the same moment in each."""

    def story():
        with Simulator() as twilio:
            twilio.mount(OFFICE, make())
            twilio.configure(sms_url=f"{OFFICE}/texts", voice_url=f"{OFFICE}/voice")
            alice = twilio.phone(ALICE)
            alice.calls(twilio.number)
            alice.texts("Is it ready?", to=twilio.number)
            twilio.run(3)
            twilio.run()
            return twilio.story

    assert 1 == len({story() for _ in range(10)})


@pytest.mark.parametrize("make", [in_background_tasks, in_tasks])
def test_what_a_task_raises_is_raised_in_the_test(twilio, make):
    """In production it would be a line in a log."""
    twilio.mount(OFFICE, make())
    twilio.configure(sms_url=f"{OFFICE}/texts")
    twilio.phone(ALICE).texts("STOP", to=twilio.number)
    with pytest.raises(Exception, match="unsubscribed"):
        twilio.run()


def test_what_the_site_itself_catches_is_not_raised(twilio):
    """Neither while it answers nor afterwards."""
    app, kept = FastAPI(), []

    async def fail():
        await asyncio.sleep(0)
        raise LookupError("no boat")

    async def catch():
        await asyncio.gather(asyncio.create_task(fail()), return_exceptions=True)

    @app.post("/texts")
    async def texts():
        await catch()
        kept.append(asyncio.create_task(catch()))
        return xml(NOTHING)

    twilio.mount(OFFICE, app)
    twilio.configure(sms_url=f"{OFFICE}/texts")
    twilio.phone(ALICE).texts("Ahoy", to=twilio.number)
    twilio.run()
    assert ([True], []) == ([task.done() for task in kept], twilio.alerts)


def test_from_an_event_loop_it_is_waited_for_as_well(twilio):
    """As in a test that is itself async."""
    twilio.mount(OFFICE, in_tasks())
    twilio.configure(sms_url=f"{OFFICE}/texts")
    twilio.phone(ALICE).texts("Is it ready?", to=twilio.number)
    asyncio.run(twilio.run_async())
    assert "It is ready." == twilio.messages.last.body


def test_threads_that_stay_are_not_waited_for(twilio):
    """Those of a pool wait for more work, and a timer may go off tomorrow."""
    pool, tomorrow = ThreadPoolExecutor(1), threading.Timer(86_400, print)
    app = Flask("stays")

    @app.post("/texts")
    def texts():
        tomorrow.start()
        return pool.submit(lambda: NOTHING).result()

    twilio.mount(OFFICE, app)
    twilio.configure(sms_url=f"{OFFICE}/texts")
    twilio.phone(ALICE).texts("Ahoy", to=twilio.number)
    twilio.run()
    assert (tomorrow.is_alive(), []) == (True, twilio.alerts)
    tomorrow.cancel()
    pool.shutdown()


# --- the life of an ASGI app -----------------------------------------------------------------


def with_a_life(story):
    """An app that opens something at its start, uses it, and closes it at its end."""

    @contextlib.asynccontextmanager
    async def life(app):
        story.append("starts")
        worker = asyncio.create_task(asyncio.Event().wait())
        yield {"loop": asyncio.get_running_loop()}
        worker.cancel()
        story.append("ends")

    app = FastAPI(lifespan=life)

    @app.post("/voice")
    async def voice(request: Request):
        story.append(request.state.loop is asyncio.get_running_loop())
        return xml(NOTHING)

    return app


def test_an_app_starts_once_and_ends_with_the_block():
    """All its requests run in the loop in which it started, beside its workers."""
    story = []
    with Simulator() as twilio:
        twilio.mount(OFFICE, with_a_life(story))
        twilio.configure(voice_url=f"{OFFICE}/voice")
        for _ in range(2):
            twilio.phone(ALICE).calls(twilio.number)
            twilio.run()
        assert ["starts", True, True] == story
    assert ["starts", True, True, "ends"] == story


def test_an_app_may_ask_twilio_at_its_end():
    """It is still the simulator that answers."""
    said = []

    @contextlib.asynccontextmanager
    async def life(app):
        yield
        reply(ALICE, "We are closed.")
        said.append([text.body for text in twilio.messages])

    with Simulator() as twilio:
        twilio.mount(OFFICE, FastAPI(lifespan=life))
    assert [["We are closed."]] == said


def test_an_apps_worker_may_ask_twilio_in_its_loop(twilio):
    """Though the webhooks that follow are for that very loop."""
    asked = threading.Event()

    async def work():
        Client().calls.create(to=ALICE, from_=twilio.number, url=f"{OFFICE}/voice",
                              status_callback=f"{OFFICE}/voice",
                              status_callback_event=["initiated", "completed"])
        asked.set()

    @contextlib.asynccontextmanager
    async def life(app):
        worker = asyncio.create_task(work())
        yield
        await worker

    app = FastAPI(lifespan=life)
    app.post("/voice")(lambda: xml(NOTHING))
    twilio.mount(OFFICE, app)
    assert asked.wait(60)
    twilio.run()
    assert ([200] * 3, "completed") == (
        [webhook.status for webhook in twilio.webhooks], twilio.calls.last.status)


def test_an_app_that_can_not_start_is_not_mounted(twilio):
    """The test is told what the app raised."""

    @contextlib.asynccontextmanager
    async def life(app):
        raise LookupError("no database")
        yield

    with pytest.raises(LookupError, match="no database"):
        twilio.mount(OFFICE, FastAPI(lifespan=life))


def test_an_app_that_says_it_can_not_start_is_not_mounted(twilio):
    """And raises nothing itself."""

    async def app(scope, receive, send):
        await send({"type": "lifespan.startup.failed", "message": "no database"})

    with pytest.raises(AhoyError, match="start-up failed: no database"):
        twilio.mount(OFFICE, app)


def test_another_app_at_the_same_address_takes_its_place(twilio):
    """The one before ends."""
    story = []
    twilio.mount(OFFICE, with_a_life(story))
    twilio.mount(OFFICE, with_a_life([]))
    assert ["starts", "ends"] == story


def test_whoever_asks_stays_until_the_answer_is_complete(twilio):
    """An app that watches for a caller who is gone would break its answer off: Django does."""

    async def app(scope, receive, send):
        if scope["type"] == "http":
            await receive()
            gone = asyncio.create_task(receive())
            await asyncio.sleep(0)
            status = 500 if gone.done() else 200
            await send({"type": "http.response.start", "status": status, "headers": []})
            await send({"type": "http.response.body", "body": b"<Response/>"})
            assert {"type": "http.disconnect"} == await gone

    twilio.mount(OFFICE, app)
    twilio.configure(voice_url=f"{OFFICE}/voice")
    twilio.phone(ALICE).calls(twilio.number)
    twilio.run()
    assert [200] == [webhook.status for webhook in twilio.webhooks]


def in_a_joined_thread():
    """Flask, whose view waits for its thread."""
    app = Flask("joined")

    @app.post("/texts")
    def texts():
        thread = threading.Thread(target=reply, args=(asked.form["From"], "in a thread"))
        thread.start()
        thread.join()
        return NOTHING

    return app


def with_a_queue():
    """FastAPI with a plain view, which waits for what its thread says."""
    app = FastAPI()

    @app.post("/texts")
    def texts(From: str = Form()):
        said = queue.Queue()

        def work():
            reply(From, "in a thread")
            said.put("done")

        threading.Thread(target=work).start()
        assert "done" == said.get()
        return xml(NOTHING)

    return app


@pytest.mark.parametrize("make", [in_a_joined_thread, with_a_queue])
def test_a_view_may_wait_for_its_thread(twilio, make):
    """Then the thread does not wait for the answer: the story has its request first."""
    twilio.mount(OFFICE, make())
    twilio.configure(sms_url=f"{OFFICE}/texts")
    twilio.phone(ALICE).texts("Ahoy", to=twilio.number)
    twilio.run()
    story = [type(one) for one in twilio.trace if isinstance(one, trace.Webhook | trace.Request)]
    assert [trace.Request, trace.Request, trace.Webhook] == story
    assert "in a thread" == twilio.messages.last.body
