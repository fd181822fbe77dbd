"""What a site answers to Twilio in live mode is judged on its way out."""

from __future__ import annotations

import pytest
import requests
from flask import Flask, Response, redirect, request

from helpers import serve
from helpers.live.gate import current
from helpers.site import judge_by
from tests.live.doors import ALICE, STRANGER

SORRY = ('<?xml version="1.0" encoding="UTF-8"?><Response><Say>Sorry. What this site answered is '
         "not allowed in live mode. Its log says why.</Say></Response>")
SILENT = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
CALL = {"CallSid": "CA" + "1" * 32, "From": STRANGER, "To": "+14155550100"}
TEXT = {"MessageSid": "SM" + "1" * 32, "From": ALICE, "To": "+14155550100"}
SIGNED = {"X-Twilio-Signature": "x"}


@pytest.fixture
def site(gate):
    """Serves one answer; `site.ask(answer)` asks for it as Twilio does, `site.log` tells."""
    app, told = Flask("office"), []

    @app.route("/<path:path>", methods=["GET", "POST"])
    def answer(path):
        told.append(request.form.to_dict())
        return app.answer() if callable(app.answer) else app.answer

    judge_by(current)
    gate.consent.give()
    site = serve(app, name="office")

    def ask(answer, form=CALL, path="/voice", headers=SIGNED):
        app.answer = answer
        return requests.post(site.url + path, data=form, headers=headers, timeout=5,
                             allow_redirects=False)

    site.ask, site.told = ask, told
    yield site
    site.stop()


def document(verbs):
    """TwiML as Flask answers it."""
    return f"<Response>{verbs}</Response>"


def test_a_harmless_answer_goes_out_as_it_is(site):
    """To the letter; and the app has read what Twilio asked."""
    answer = document("<Say>Ahoy!</Say><Gather action='menu'/>")
    assert (answer, [CALL]) == (site.ask(answer).text, site.told)


FORBIDDEN = {
    "a stranger": f"<Dial>{STRANGER}</Dial>",
    "a redirect to elsewhere": "<Redirect>https://evil.example.com/x</Redirect>",
    "an action beside the kit's folder": "<Gather action='/menu'/>",
    "an action elsewhere": "<Gather action='//evil.example.com/x'/>",
    "a way out of the kit's folder": "<Redirect>/../other</Redirect>",
    "a stream": "<Connect><Stream url='wss://evil.example.com'/></Connect>",
    "a payment": "<Pay/>",
}


@pytest.mark.parametrize("verbs", FORBIDDEN.values(), ids=FORBIDDEN)
@pytest.mark.parametrize("kind", ["text/html", "text/xml", "application/xml", "text/plain", ""])
def test_a_forbidden_answer_becomes_an_apology(site, verbs, kind):
    """Of whatever kind it says to be; the log has the sentence."""
    answer = site.ask(lambda: Response(document(verbs), headers={"Content-Type": kind}))
    assert (200, SORRY) == (answer.status_code, answer.text)
    assert "Live mode refused" in str(site.log)
    assert "Twilio was given an apology instead." in str(site.log)


def test_the_log_says_whom_and_what_to_do(site):
    """In the words of the guard."""
    site.ask(document(f"<Dial>{STRANGER}</Dial>"))
    assert ("Live mode refused to reach +14155550177: it is not among AHOY_ALLOWED_NUMBERS in "
            ".env. Nothing was sent. Add it there if you mean it, and run start() again. Twilio "
            "was given an apology instead.") in str(site.log)


def test_a_dial_of_a_site_ends_in_time_and_is_paid_for(site, gate):
    """Ten minutes of a second leg, at the list price."""
    answer = site.ask(document(f"<Dial>{ALICE}</Dial>"))
    assert document(f'<Dial timeLimit="600">{ALICE}</Dial>') == answer.text
    assert (140_000, 1, 0) == gate.ledger.spent


def test_a_reply_goes_to_whoever_texted_if_that_is_allowed(site, gate):
    """Each is a text of the day's budget."""
    answer = document("<Message>Ahoy</Message>")
    assert answer == site.ask(answer, TEXT).text
    assert SILENT == site.ask(answer, TEXT | {"From": STRANGER}).text
    assert (8_300, 0, 1) == gate.ledger.spent


def test_plain_text_is_a_reply_too(site, gate):
    """Twilio texts it back; in a call it only speaks it."""
    def plain():
        return Response("Ahoy", mimetype="text/plain")

    assert SILENT == site.ask(plain, TEXT | {"From": STRANGER}).text
    assert "Ahoy" == site.ask(plain, TEXT).text == site.ask(plain, CALL).text
    assert (8_300, 0, 1) == gate.ledger.spent


@pytest.mark.parametrize("where", ["https://evil.example.com/x", "//evil.example.com",
                                   "https://office.example.com@evil.example.com/kit/"])
def test_a_redirect_by_http_leads_nowhere_else(site, where):
    """Twilio would follow it."""
    assert (200, SORRY) == (site.ask(lambda: redirect(where)).status_code,
                            site.ask(lambda: redirect(where)).text)


def test_a_redirect_to_the_site_itself_is_followed(site):
    """It is judged there."""
    answer = site.ask(lambda: redirect("next"), path="/voice/")
    assert (302, "next") == (answer.status_code, answer.headers["Location"])


@pytest.mark.parametrize("answer", [
    lambda: Response("<p>A page</p>", mimetype="text/html"),
    lambda: Response('{"a": 1}', mimetype="application/json"),
    lambda: Response(b"\xff\xfe", mimetype="audio/mpeg"),
    lambda: Response("", status=204),
])
def test_what_a_browser_reads_is_left_alone(site, answer):
    """No signature, no TwiML."""
    shown = site.ask(answer, headers={})
    assert answer().get_data() == shown.content


def test_a_document_is_judged_also_without_a_signature(site):
    """Whoever strips the header on the way."""
    assert SORRY == site.ask(document(f"<Dial>{STRANGER}</Dial>"), headers={}).text


@pytest.mark.parametrize("encoding", ["utf-16", "utf-7", "utf-32"])
def test_an_answer_in_another_alphabet_is_refused(site, encoding):
    """Two readers could read two documents."""
    body = document(f"<Dial>{STRANGER}</Dial>").encode(encoding)
    assert SORRY == site.ask(lambda: Response(
        body, content_type=f"text/xml; charset={encoding}")).text


def test_an_answer_that_comes_in_pieces_is_judged_as_a_whole(site):
    """No half of it goes out before."""
    pieces = ["<Response><Dial>", STRANGER[:5], STRANGER[5:], "</Dial></Response>"]
    assert SORRY == site.ask(lambda: Response(iter(pieces), mimetype="text/xml")).text


def test_a_site_spends_nothing_before_the_learner_agreed(site, gate):
    """A handler can't ask: the caller hears the apology."""
    gate.consent.is_given, gate.consent._ask = False, lambda: 1 / 0
    assert SORRY == site.ask(document(f"<Dial>{ALICE}</Dial>")).text


def test_a_site_spends_no_more_than_the_day_has(site, gate):
    """The budget is one for all ways."""
    gate.ledger.budget = gate.ledger.budget._replace(calls=1)
    answers = [site.ask(document(f"<Dial>{ALICE}</Dial>")).text for _ in range(3)]
    assert [False, True, True] == [SORRY == one for one in answers]


def test_an_asgi_site_is_judged_as_well(gate):
    """Another bridge, the same way out."""
    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200,
                    "headers": [(b"content-type", b"text/xml")]})
        await send({"type": "http.response.body",
                    "body": document(f"<Dial>{STRANGER}</Dial>").encode()})

    judge_by(current)
    site = serve(app, name="fast")
    try:
        assert SORRY == requests.post(site.url + "/voice", data=CALL, headers=SIGNED,
                                      timeout=5).text
    finally:
        site.stop()


def test_in_practice_a_site_answers_what_it_likes(site):
    """The simulator reaches nobody."""
    from ahoy import arm

    arm()
    answer = document(f"<Dial>{STRANGER}</Dial>")
    assert answer == site.ask(answer).text
