"""Checks of notebook 05, Serve your own site."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..site import serve
from ..watching import watch
from .result import Result, correct, not_yet
from .scene import Scene

REPLY = "Ahoy, Bob"


def greet_the_caller(greeter: Any) -> Result:
    """5.1: every caller hears the number that they call from."""
    scene = _visited(greeter, "voice", lambda scene: [
        person.calls(scene.office) for person in (scene.bob, scene.chen)])
    if problem := _site_problem(scene):
        return problem
    for person in (scene.bob, scene.chen):
        wanted, heard = f"Ahoy, {person.number}", scene.heard(person)
        if heard != [wanted]:
            return _wrong_greeting(scene, person, heard, wanted)
    return correct("Bob and Chen each heard their own number.")


def _wrong_greeting(scene: Scene, person: Any, heard: list[str], wanted: str) -> Result:
    words = heard[0] if heard else ""
    if person is scene.chen and scene.bob.number in words:
        return not_yet("Chen heard Bob's number.", f"“{wanted}”",
                       "Take the number from the request, for whoever calls.")
    if scene.office in words:
        return not_yet(f"{person.name} heard “{words}”: that is the office's own number.",
                       f"“{wanted}”", "To is who was called. Who calls is in From.")
    found = f"“{words}”" if words else "nothing."
    return not_yet(f"{person.name} heard {found}", f"“{wanted}”",
                   'Twilio posts the number: request.form["From"].')


def reply_to_bob(desk: Any) -> Result:
    """5.2: Bob gets the reply, and Alice does not."""
    scene = _visited(desk, "sms", lambda scene: [
        person.texts("Ahoy?", to=scene.office) for person in (scene.bob, scene.alice)])
    if problem := _site_problem(scene):
        return problem
    bob = [text.body for text in scene.received(scene.bob)]
    alice = [text.body for text in scene.received(scene.alice)]
    wanted = f"Bob's handset shows “{REPLY}”, and Alice's nothing new."
    if alice:
        return not_yet("Alice got a reply too.", wanted,
                       'Look at the sender, request.form["From"], before you reply.')
    if not bob:
        return not_yet("Bob's handset shows 0 new messages.", wanted,
                       "Is it From that you compare? `To` is the office's number.")
    if bob != [REPLY]:
        return not_yet(f"Bob's handset shows {bob}.", wanted, "Check the words.")
    return correct(f"Bob's handset shows “{REPLY}”, and Alice's nothing new.")


def _visited(app: Any, kind: str, visit: Callable[[Scene], list[Any]]) -> Scene:
    """Serves the learner's app behind the office's number while people call or text."""
    site = serve(app, name="exercise")
    try:
        scene = Scene()
        with scene.number_with(**{f"{kind}_url": f"{site.url}/{kind}"}):
            for placed in visit(scene):
                watch(placed).wait(timeout=30)
            scene.settle()
    finally:
        site.stop()
    return scene


def _site_problem(scene: Scene) -> Result | None:
    webhook = scene.complaint()
    if webhook is None:
        return None
    if webhook.status == 500 and (reason := scene.reason()):
        return not_yet("Your site answered 500.", "TwiML", reason)
    if webhook.status == 500:
        return not_yet("Your site answered 500: its view failed. If it has no error of its own, "
                       "it gave back nothing; a view must give back TwiML.", "TwiML",
                       "Call it with app.test_client().post(...), and read the error.")
    if webhook.status == 404:
        return not_yet(f"Your site answered 404: it has no view for {webhook.path}.",
                       f"a view for {webhook.path}", "Leave the line above the view as it was.")
    said = webhook.problem or f"your site answered {webhook.status}"
    return not_yet(f"Twilio asked for {webhook.path}, but {said}.", "TwiML",
                   "Twilio posts a form: request.form has its values, request.args has not.")
