"""The form for <Say>: a voice that speaks the language."""

from __future__ import annotations

import ast

import pytest
from twilio.twiml.voice_response import VoiceResponse

from ahoy.twiml.document import parse
from helpers import voice_form
from helpers.page.forms import voices


def test_it_begins_with_what_twilio_takes() -> None:
    """Where a document names neither voice nor language."""
    form = voice_form()
    assert form.values == {"message": "Ahoy hoy!", "language": "en-US", "voice": "man"}
    assert form.code == 'response.say("Ahoy hoy!", voice="man", language="en-US")'
    assert repr(form) == "voice form: man speaks en-US, ready"


def test_the_code_is_the_values() -> None:
    """Run as Python, both make the same document."""
    form = voice_form().fill(message='Say "Ahoy", don\'t <Hangup>', language="de-DE",
                             voice="Polly.Vicki")
    by_code, by_values = VoiceResponse(), VoiceResponse()
    exec(compile(ast.parse(form.code), "code", "exec"), {"response": by_code})
    by_values.say(**form.values)
    assert str(by_code) == str(by_values)


@pytest.mark.parametrize("language", voices.table())
def test_every_voice_on_the_list_makes_a_document_without_faults(language: str) -> None:
    """Language by language."""
    response = VoiceResponse()
    for voice in voices.table()[language]:
        response.say(**voice_form().fill(language=language, voice=voice).values)
    assert parse(str(response), "voice").faults == []


@pytest.mark.parametrize(("typed", "field", "sentence"), [
    ({"message": " "}, "message", "This is empty. Write what is to be said."),
    ({"message": "x" * 4097}, "message", "This has 4,097 characters; this voice takes 4,096"),
    ({"message": "x" * 3001, "voice": "Polly.Joanna"}, "message", "This has 3,001 characters;"),
    ({"voice": "robot"}, "voice", "“robot” is no voice of Twilio's. Take man, woman, alice, or"),
    ({"voice": "Polly.Hans"}, "voice", "Polly.Hans speaks German (Germany), not English"),
    ({"voice": "Google.de-DE-Wavenet-B"}, "voice", "Google.de-DE-Wavenet-B speaks German"),
    ({"language": "tlh"}, "language", "“tlh” is not among the choices."),
])
def test_what_does_not_fit_is_said(typed, field: str, sentence: str) -> None:
    """With voices that do."""
    assert voice_form().fill(**typed).problems[field].startswith(sentence)


@pytest.mark.parametrize(("typed", "begins"), [
    ({"language": "is-IS", "voice": "Polly.Dora"}, "Icelandic (Iceland): 2 voices"),
    ({"voice": "Polly.Somebody"}, "This voice is not on the kit's list; Twilio may have it"),
    ({"language": "is-IS"}, "Twilio lists this voice for other languages"),
])
def test_what_is_known_of_a_voice_is_said(typed, begins: str) -> None:
    """A list that is older than Twilio's must not forbid."""
    form = voice_form().fill(**typed)
    assert form.problems == {}
    assert form.note_of(form.fields["voice"]).startswith(begins)


def test_the_voices_follow_the_language() -> None:
    """On the page one chooses among those that speak it."""
    form = voice_form().fill(language="sv-SE")
    assert [value for _, value in form.choices_of(form.fields["voice"])] == [
        "alice", "Polly.Astrid", "Google.sv-SE-Standard-A"]
