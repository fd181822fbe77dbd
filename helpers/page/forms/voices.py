"""Voices of <Say> and the languages that they speak.

The names are those of lists in Twilio's SDKs and of public code; which language each of them
speaks, and those of `man` and `woman`, are partly from memory and not confirmed. Twilio's list
grows faster than any other, so a voice that is missing here may exist all the same. `alice`
is an old name that Twilio still takes.
"""

from __future__ import annotations

from functools import lru_cache

BASIC = {
    "man": "en-US en-GB es-ES fr-FR de-DE",
    "woman": "en-US en-GB es-ES fr-FR de-DE",
    "alice": "da-DK de-DE en-AU en-CA en-GB en-IN en-US ca-ES es-ES es-MX fi-FI fr-CA fr-FR it-IT "
             "ja-JP ko-KR nb-NO nl-NL pl-PL pt-BR pt-PT ru-RU sv-SE zh-CN zh-HK zh-TW",
}
"""The languages of each voice that has no provider."""

POLLY = {
    "arb": "Zeina", "cmn-CN": "Zhiyu", "cy-GB": "Gwyneth", "da-DK": "Mads Naja",
    "de-DE": "Hans Marlene Vicki", "en-AU": "Nicole Russell",
    "en-GB": "Amy Brian Emma Amy-Neural Brian-Neural Emma-Neural", "en-GB-WLS": "Geraint",
    "en-IN": "Aditi Raveena",
    "en-US": "Ivy Joanna Joey Justin Kendra Kimberly Matthew Salli Ivy-Neural Joanna-Neural "
             "Joey-Neural Justin-Neural Kendra-Neural Kimberly-Neural Matthew-Neural Salli-Neural "
             "Danielle-Generative Joanna-Generative Matthew-Generative Ruth-Generative "
             "Stephen-Generative",
    "es-ES": "Conchita Enrique Lucia", "es-MX": "Mia",
    "es-US": "Lupe Miguel Penelope Lupe-Neural", "fr-CA": "Chantal",
    "fr-FR": "Celine Lea Mathieu", "hi-IN": "Aditi", "is-IS": "Dora Karl",
    "it-IT": "Bianca Carla Giorgio", "ja-JP": "Mizuki Takumi", "ko-KR": "Seoyeon",
    "nb-NO": "Liv", "nl-NL": "Lotte Ruben", "pl-PL": "Ewa Jacek Jan Maja",
    "pt-BR": "Camila Ricardo Vitoria Camila-Neural", "pt-PT": "Cristiano Ines",
    "ro-RO": "Carmen", "ru-RU": "Maxim Tatyana", "sv-SE": "Astrid", "tr-TR": "Filiz",
}
"""Amazon Polly's voices, by language."""

GOOGLE = ("da-DK de-DE en-AU en-GB en-IN en-US es-ES es-US fi-FI fr-CA fr-FR hi-IN it-IT ja-JP "
          "ko-KR nb-NO nl-NL pl-PL pt-BR pt-PT ru-RU sv-SE tr-TR uk-UA vi-VN")
"""Languages of Google's voices, whose names hold the language: Google.de-DE-Standard-A."""

DEFAULT = ("man", "en-US")
"""What Twilio takes where a document names neither voice nor language."""


@lru_cache(maxsize=1)
def table() -> dict[str, tuple[str, ...]]:
    """The voices of each language, by code; Twilio's own first."""
    found: dict[str, list[str]] = {}
    for voice, languages in BASIC.items():
        for language in languages.split():
            found.setdefault(language, []).append(voice)
    for language, voices in POLLY.items():
        found.setdefault(language, []).extend(f"Polly.{voice}" for voice in voices.split())
    for language in GOOGLE.split():
        found.setdefault(language, []).append(f"Google.{language}-Standard-A")
    return {language: tuple(voices) for language, voices in sorted(found.items())}


def languages_of(voice: str) -> tuple[str, ...]:
    """The languages that this voice speaks; none for a voice that is not on the list."""
    known = tuple(language for language, voices in table().items() if voice in voices)
    if known or not voice.startswith("Google."):
        return known
    language = "-".join(voice.removeprefix("Google.").split("-")[:2])
    return (language,) if language in GOOGLE.split() else ()
