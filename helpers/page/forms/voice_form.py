"""A form for <Say>: the words, the language, and a voice that speaks it."""

from __future__ import annotations

from ahoy.twiml.attribute_values import VOICE

from .. import page_words
from . import voices
from .country_names import language_name
from .form import Field, Form, quoted, written

LONGEST = {"Polly": 3000}
LONGEST_BASIC = 4096
"""Characters that a voice takes at once (alert 13521)."""


class VoiceForm(Form):
    """Words, language and voice of one <Say>."""

    def __init__(self) -> None:
        t = page_words.FORM
        default, language = voices.DEFAULT
        super().__init__("voice", (
            Field("message", t["say"], "Ahoy hoy!", rows=2),
            Field("language", t["language"], language, choices=_languages()),
            Field("voice", t["voice"], default, clean=str.strip),
        ))

    @property
    def code(self) -> str:
        """The verb as Python."""
        values = self.cleaned()
        named = [f"{name}={quoted(values[name])}" for name in ("voice", "language")]
        return written("response.say", [quoted(values["message"]), *named])

    def problem_of(self, field: Field) -> str:
        """Words that can be spoken; a voice that Twilio has, and that speaks the language."""
        if field.name == "message":
            return self._problem_of_words()
        return self._problem_of_voice() if field.name == "voice" else super().problem_of(field)

    def _problem_of_words(self) -> str:
        words, voice = self.typed["message"], self.typed["voice"].strip()
        if not words.strip():
            return page_words.FORM["say_nothing"]
        most = LONGEST.get(voice.partition(".")[0], LONGEST_BASIC)
        if len(words) > most:
            return page_words.FORM["say_long"].format(count=f"{len(words):,}", most=f"{most:,}")
        return ""

    def _problem_of_voice(self) -> str:
        voice, language = self.typed["voice"].strip(), self.typed["language"]
        some = ", ".join(self._voices()[:3])
        if VOICE.check(voice) is None:
            return page_words.FORM["voice_unknown"].format(voice=voice, some=some)
        speaks = voices.languages_of(voice)
        if speaks and language not in speaks and voice not in voices.BASIC:
            return page_words.FORM["voice_other"].format(
                voice=voice, speaks=", ".join(language_name(one) for one in speaks[:3]),
                language=language_name(language), some=some)
        return ""

    def note_of(self, field: Field) -> str:
        """Which voices there are."""
        if field.name != "voice":
            return ""
        known = self._voices()
        said = page_words.FORM["voices"].format(
            language=language_name(self.typed["language"]), count=len(known))
        voice = self.typed["voice"].strip()
        if voice in known:
            return said
        kind = "voice_basic" if voice in voices.BASIC else "voice_unlisted"
        return f"{page_words.FORM[kind]} {said}"

    def choices_of(self, field: Field) -> tuple[tuple[str, str], ...]:
        """The voices that speak the chosen language."""
        if field.name != "voice":
            return super().choices_of(field)
        return tuple((voice, voice) for voice in self._voices())

    def _voices(self) -> tuple[str, ...]:
        return voices.table().get(self.typed["language"], ())

    def brief(self) -> str:
        """Who speaks, in which language."""
        return f"{self.typed['voice'].strip() or '?'} speaks {self.typed['language']}"


def _languages() -> tuple[tuple[str, str], ...]:
    return tuple(sorted((f"{language_name(code)}: {code}", code) for code in voices.table()))


def voice_form() -> Form:
    """A form for `response.say`: words, language, and the voices that speak it."""
    return VoiceForm()
