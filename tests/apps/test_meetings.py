"""A moderated conference, a support queue with agents, and a warm transfer."""

from __future__ import annotations

from flask import Flask, request
from twilio.rest import Client
from twilio.twiml.voice_response import Dial, VoiceResponse

from ahoy import current
from ahoy.trace import Attendance


def make_meeting(chair: str, events: list[str]):
    """Who calls joins the meeting: the chair starts and ends it, guests come in muted.

    As soon as it starts, the site lets the guests speak, from inside of its callback.
    """
    app = Flask("meeting")

    @app.post("/voice")
    def voice():
        response, dial = VoiceResponse(), Dial()
        is_chair = request.values["From"] == chair
        dial.conference(
            "Harbour board", muted=not is_chair, start_conference_on_enter=is_chair,
            end_conference_on_exit=is_chair, wait_url="/wait", status_callback="/events",
            status_callback_event="start end join leave mute")
        response.append(dial)
        response.say("Goodbye.")
        return str(response), 200, {"Content-Type": "text/xml"}

    @app.post("/wait")
    def wait():
        response = VoiceResponse()
        response.say("The meeting begins soon.")
        response.pause(length=60)
        return str(response), 200, {"Content-Type": "text/xml"}

    @app.post("/events")
    def told():
        event, sid = request.values["StatusCallbackEvent"], request.values["ConferenceSid"]
        events.append(event)
        if event == "conference-start":
            for one in Client().conferences(sid).participants.list(muted=True):
                one.update(muted=False)
        return "", 204

    return app


def test_a_chair_opens_the_meeting_and_closes_it(play):
    """Guests wait with music; the callback that unmutes them calls the API while it is asked."""

    def scene(office):
        events: list[str] = []
        ada, alice, bob = (office.phone(20, "Ada"), office.phone(23, "Alice"),
                           office.phone(24, "Bob"))
        office.publish(make_meeting(ada.number, events))
        alice.says("I have a question.", after=20).hangs_up(after=30)
        bob.hangs_up(after=30)
        ada.hangs_up(after=20)
        calls = [alice.calls(office.number), bob.calls(office.number)]
        current().clock.advance(8)
        calls.append(ada.calls(office.number))
        office.settle()

        assert "The meeting begins soon." == alice.heard[0]
        assert "[Alice: I have a question.]" in ada.heard
        assert "[Alice: I have a question.]" in bob.heard
        assert ["Goodbye."] * 2 == [alice.heard[-1], bob.heard[-1]]
        assert 2 == events.count("participant-unmute")
        assert ("conference-end", 3) == (events[-1], events.count("participant-leave"))

    play(scene)


def make_support():
    """Callers wait in a queue and are told their position; agents call a desk of their own."""
    app = Flask("support")

    @app.post("/voice")
    def voice():
        response = VoiceResponse()
        response.enqueue("support", wait_url="/wait", action="/after")
        return str(response), 200, {"Content-Type": "text/xml"}

    @app.post("/wait")
    def wait():
        response = VoiceResponse()
        response.say(f"You are number {request.values['QueuePosition']}.")
        response.pause(length=40)
        return str(response), 200, {"Content-Type": "text/xml"}

    @app.post("/after")
    def after():
        response = VoiceResponse()
        response.say("Thank you." if request.values["QueueResult"] == "bridged" else "Sorry.")
        return str(response), 200, {"Content-Type": "text/xml"}

    @app.post("/agent")
    def agent():
        response, dial = VoiceResponse(), Dial(timeout=5, action="/next")
        dial.queue("support", url="/before")
        response.append(dial)
        return str(response), 200, {"Content-Type": "text/xml"}

    @app.post("/before")
    def before():
        response = VoiceResponse()
        response.say("Somebody is there for you.")
        return str(response), 200, {"Content-Type": "text/xml"}

    @app.post("/next")
    def following():
        response = VoiceResponse()
        if request.values["DialCallStatus"] == "completed":
            response.redirect("/agent")
        else:
            response.say("The queue is empty.")
        return str(response), 200, {"Content-Type": "text/xml"}

    return app


def test_an_agent_serves_the_queue_until_it_is_empty(play):
    """In the order of their coming; each hears how many are before."""

    def scene(office):
        alice, bob, chen = (office.phone(23, "Alice"), office.phone(24, "Bob"),
                            office.phone(25, "Chen"))
        site = office.publish(make_support())
        alice.hangs_up(after=11)
        bob.hangs_up(after=19)
        alice.calls(office.number)
        current().clock.advance(1)
        bob.calls(office.number)
        current().clock.advance(1)
        chen.answers(after=1)
        office.client.calls.create(to=chen.number, from_=office.number, url=site.url + "/agent")
        office.settle()

        assert ["You are number 1.", "Somebody is there for you."] == alice.heard
        assert "You are number 2." == bob.heard[0]
        assert "Somebody is there for you." == bob.heard[-1]
        assert "The queue is empty." == chen.heard[-1]

    play(scene)


def make_transfer(agent: str, expert: str):
    """A caller and an agent meet in a room of their own; `/consult` fetches an expert."""
    app = Flask("transfer")

    @app.post("/voice")
    def voice():
        sid = request.values["CallSid"]
        response, dial = VoiceResponse(), Dial()
        dial.conference(sid, participant_label="caller", beep=False, wait_url="",
                        end_conference_on_exit=True)
        response.append(dial)
        Client().conferences(sid).participants.create(
            from_=request.values["To"], to=agent, label="agent", beep="false")
        return str(response), 200, {"Content-Type": "text/xml"}

    @app.get("/hold")
    def hold():
        response = VoiceResponse()
        response.say("One moment, please.")
        response.pause(length=60)
        return str(response), 200, {"Content-Type": "text/xml"}

    def consult(sid: str, office: str, site: str) -> None:
        room = Client().conferences.list(friendly_name=sid, status="in-progress")[0]
        room.participants("caller").update(hold=True, hold_url=site + "/hold")
        room.participants.create(from_=office, to=expert, label="expert", beep="false")

    def hand_over(sid: str) -> None:
        room = Client().conferences.list(friendly_name=sid, status="in-progress")[0]
        room.participants("caller").update(hold=False)
        room.participants("agent").delete()

    return app, consult, hand_over


def test_a_caller_is_handed_over_to_an_expert(play):
    """Agent and expert speak while the caller is on hold; then the agent leaves."""

    def scene(office):
        alice, chen, ada = (office.phone(23, "Alice"), office.phone(25, "Chen"),
                            office.phone(20, "Ada"))
        app, consult, hand_over = make_transfer(chen.number, ada.number)
        site = office.publish(app)
        chen.answers(after=1)
        ada.answers(after=1)
        clock = current().clock
        call = alice.calls(office.number)
        clock.advance(4)
        consult(call.sid, office.number, site.url)
        clock.advance(4)
        chen.say("It is about her boat.")
        hand_over(call.sid)
        ada.say("Good morning, Alice.")
        clock.advance(1)
        alice.hang_up()
        office.settle()

        assert "[Chen: It is about her boat.]" in ada.heard
        assert "[Chen: It is about her boat.]" not in alice.heard
        assert "[Ada: Good morning, Alice.]" == alice.heard[-1]
        assert ["Chen", "Alice", "Ada"] == [
            one.source for one in current().trace
            if isinstance(one, Attendance) and one.event == "leaves"]

    play(scene)
