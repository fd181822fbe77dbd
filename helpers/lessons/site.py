"""Checks of notebook 05, Serve your own site."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from ahoy.trace import Webhook

from ..site import serve
from ..watching import watch
from .result import Result, correct, not_yet
from .scene import Scene

REPLY = "Ahoy, Bob"
TRAP = "TRAP_BAD_REQUEST_ERRORS"
MISSING = re.compile(r"BadRequestKeyError.*KeyError: '([^']*)'")


def greet_the_caller(greeter: Any) -> Result:
    """5.1: every caller hears the number that they call from."""
    scene = _visited(greeter, "voice", lambda scene: [
        person.calls(scene.office) for person in (scene.bob, scene.chen)])
    if problem := site_problem(scene):
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
    if problem := site_problem(scene):
        return problem
    bob = [text.body for text in scene.received(scene.bob)]
    alice = [text.body for text in scene.received(scene.alice)]
    wanted = f"Bob's handset shows “{REPLY}”, and Alice's nothing new."
    if alice:
        return not_yet("Alice got a reply too.", wanted,
                       'Look at the sender, request.form["From"], before you reply.')
    if not bob:
        return not_yet("Nobody got a reply.", wanted,
                       'Call response.message(...) when the sender is Bob: request.form["From"] '
                       "is who wrote, request.form[\"To\"] is the office.")
    if bob != [REPLY]:
        return not_yet(f"Bob's handset shows {bob}.", wanted, "Check the words.")
    return correct(f"Bob's handset shows “{REPLY}”, and Alice's nothing new.")


def _visited(app: Any, kind: str, visit: Callable[[Scene], list[Any]]) -> Scene:
    """Serves the learner's app behind the office's number while people call or text."""
    with at_the_office(app, kind) as scene:
        for placed in visit(scene):
            watch(placed)
        scene.settle()
    return scene


@contextmanager
def at_the_office(app: Any, kind: str) -> Iterator[Scene]:
    """A scene in which the office's number leads to the learner's app: `voice` or `sms`."""
    site = serve(app, name="exercise")
    try:
        scene = Scene()
        site.asks(scene.world)
        scene.number_has(**{f"{kind}_url": f"{site.url}/{kind}"})
        with _telling_fields(app):
            yield scene
    finally:
        site.stop()


@contextmanager
def _telling_fields(app: Any) -> Iterator[None]:
    """Flask tells meanwhile which field of a form was asked for in vain."""
    config = getattr(app, "config", None)
    before = config.get(TRAP) if isinstance(config, dict) else None
    if isinstance(config, dict):
        config[TRAP] = True
    yield
    if isinstance(config, dict):
        config[TRAP] = before


def site_problem(scene: Scene) -> Result | None:
    """What the learner's site did wrong when Twilio asked it, or None."""
    webhook = scene.complaint()
    if webhook is None:
        return None
    reason = scene.reason()
    if found := MISSING.search(reason):
        return _no_field(found[1], webhook)
    if webhook.status == 500 and reason:
        return not_yet("Your site answered 500.", "TwiML", reason)
    if webhook.status == 500:
        return not_yet("Your site answered 500: its view failed. If it has no error of its own, "
                       "it gave back nothing; a view must give back TwiML.", "TwiML",
                       "Call it with app.test_client().post(...), and read the error.")
    return _turned_away(webhook)


def _no_field(name: str, webhook: Webhook) -> Result:
    """The view looked for a value in the wrong place, or by a wrong name."""
    found = f"Your site answered 400: Twilio sent no {name!r} where your view looked for it."
    if name in webhook.params:
        return not_yet(found, "TwiML", f"Twilio posts a form: request.form[{name!r}] has it, "
                       "request.args has what stands in the address.")
    posted = {field.lower(): field for field in webhook.params}
    nearest = posted.get(name.lower())
    return not_yet(found, "TwiML", f"Capitals count: request.form[{nearest!r}]." if nearest else
                   f"Twilio posts {', '.join(list(webhook.params)[:6])} and more.")


def _turned_away(webhook: Webhook) -> Result:
    if webhook.status == 404:
        return not_yet(f"Your site answered 404: it has no view for {webhook.path}.",
                       f"a view for {webhook.path}", "Leave the line above the view as it was.")
    if webhook.status == 405:
        return not_yet(f"Your site answered 405: its view for {webhook.path} takes no POST.",
                       "a view that takes POST", f'Twilio posts: write @app.post("{webhook.path}") '
                       'or methods=["POST"].')
    said = webhook.problem or f"your site answered {webhook.status}"
    return not_yet(f"Twilio asked for {webhook.path}, but {said}.", "TwiML",
                   "Twilio posts a form: request.form has its values, request.args has not.")
