"""A survey by text: the site remembers each person's answers in a cookie."""

from __future__ import annotations

from flask import Flask, request, session
from twilio.twiml.messaging_response import MessagingResponse

QUESTIONS = ["What is your boat called?", "How long is it, in feet?"]


def make_app():
    app = Flask("survey")
    app.secret_key = "harbour"
    app.answers = {}

    @app.post("/sms")
    def sms():
        given = session.get("given")
        response = MessagingResponse()
        if given is None:
            session["given"] = []
            response.message(QUESTIONS[0])
            return str(response)
        given = [*given, request.form["Body"]]
        if len(given) < len(QUESTIONS):
            session["given"] = given
            response.message(QUESTIONS[len(given)])
        else:
            session.clear()
            app.answers[request.form["From"]] = given
            response.message(f"Thank you! {given[0]} is welcome.")
        return str(response)

    return app


def received(phone):
    """The texts that this phone got, oldest first."""
    return [text.body for text in phone.messages if text.direction == "inbound"]


def test_two_people_are_asked_side_by_side(play):
    """Each pair of numbers has its own cookie."""

    def scene(office):
        app = make_app()
        office.publish(app)
        alice, bob = office.phone(23, "Alice"), office.phone(24, "Bob")

        for alice_says, bob_says in (("Hi", "Ahoy"), ("Gull", "Heron"), ("21", "30")):
            alice.texts(alice_says, to=office.number)
            office.settle()
            bob.texts(bob_says, to=office.number)
            office.settle()

        assert [*QUESTIONS, "Thank you! Gull is welcome."] == received(alice)
        assert [*QUESTIONS, "Thank you! Heron is welcome."] == received(bob)
        assert {alice.number: ["Gull", "21"], bob.number: ["Heron", "30"]} == app.answers

    play(scene)
