"""The twimlets that connect calls: forward, simulring, findme, callme, conference.

Each is asked again when its <Dial> has ended (`Dial=true`), and then hangs up or goes to
FailUrl (docs/twilio-behaviour.md, 7).
"""

from __future__ import annotations

import hashlib
import re
from urllib.parse import urlencode

from .hosted_page import Fields, HostedPage, element, moved, twiml, wrapped
from .twimlets import HOST, is_web, sound

GENRES = ("classical", "ambient", "electronica", "guitars", "rock", "soft-rock")
MOST_NUMBERS = 10


def forward(url: str, fields: Fields) -> HostedPage:
    """Connects the caller with PhoneNumber, if AllowedCallers lets them through."""
    if _has_returned(fields):
        return _after(url, fields)
    allowed = {_digits(number) for number in fields.many("AllowedCallers")}
    if allowed and allowed.isdisjoint(_digits(fields.one(name)) for name in ("From", "To")):
        return twiml(element("Say", "Sorry, you are calling from a restricted number. Good bye."))
    caller = {"callerId": fields.one("CallerId")} if fields.one("CallerId") else {}
    return twiml(
        element(
            "Dial",
            fields.one("PhoneNumber"),
            action=_action("forward", fields),
            timeout=_timeout(fields),
            **caller,
        )
    )


def callme(url: str, fields: Fields) -> HostedPage:
    """Connects the caller with PhoneNumber, which has to press a key to accept."""
    if _has_returned(fields):
        return _after(url, fields)
    number = _number(fields.one("PhoneNumber"), fields)
    return twiml(
        wrapped("Dial", number, action=_action("callme", fields), timeout=_timeout(fields))
    )


def simulring(url: str, fields: Fields) -> HostedPage:
    """Rings several numbers at once; who presses a key first gets the call."""
    if _has_returned(fields):
        return _after(url, fields)
    numbers = "".join(_number(number, fields) for number in sorted(fields.many("PhoneNumbers")))
    action = "/simulring?" + urlencode({"Dial": "true", "FailUrl": fields.one("FailUrl")})
    return twiml(wrapped("Dial", numbers, action=action, timeout=_timeout(fields)))


def findme(url: str, fields: Fields) -> HostedPage:
    """Rings one number after the other until somebody presses a key."""
    if _has_returned(fields) and _was_answered(fields):
        return twiml("<Hangup/>")
    first, *rest = _to_try(fields) or [""]
    if not first:
        return _give_up(url, fields)
    query = [("Dial", "true")] + [
        (name, fields.one(name)) for name in ("FailUrl", "Timeout", "Message")
    ]
    action = "/findme?" + urlencode(query + [("PhoneNumbers[]", number) for number in rest])
    number = _number(first, fields, HumanCheck="1")
    return twiml(wrapped("Dial", number, action=action, timeout=_timeout(fields, "60")))


def _to_try(fields: Fields) -> list[str]:
    """Of more than ten numbers the live site forgets the first ten."""
    numbers = fields.many("PhoneNumbers")
    return numbers[MOST_NUMBERS:] if len(numbers) > MOST_NUMBERS else numbers


def conference(url: str, fields: Fields) -> HostedPage:
    """Lets the caller into a conference, after a pass code if there is one."""
    password = fields.one("Password")
    if password and fields.one("Digits") != password:
        asked = element("Say", "Please enter your conference pass code")
        return twiml(wrapped("Gather", asked, numDigits=str(max(3, len(password)))) + "<Redirect/>")
    welcome = sound(fields.one("Message") or "You are now entering the conference line.")
    return twiml(_texts_to_moderators(fields) + welcome + wrapped("Dial", _room(fields)))


def _room(fields: Fields) -> str:
    moderators = fields.many("Moderators")
    text = fields.one("Message") + "".join(moderators)
    name = fields.one("Name") or _digest(text)
    begins = {}
    if moderators:
        begins["startConferenceOnEnter"] = "true" if _is_moderator(fields) else "false"
    return element("Conference", name, **_waiting(fields.one("Music")), **begins)


def _digest(text: str) -> str:
    return hashlib.md5(text.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


def _waiting(music: str) -> dict[str, str]:
    if music in GENRES:
        music = f"http://{HOST}/holdmusic?Bucket=com.twilio.music.{music}"
    return {"waitUrl": music, "waitMethod": "GET"} if is_web(music) else {}


def _texts_to_moderators(fields: Fields) -> str:
    wanted = fields.one("EnableSmsNotifications").lower() not in ("", "0", "false")
    if not wanted or _is_moderator(fields):
        return ""
    caller = fields.one("Caller") or fields.one("From")
    text = f"{caller} has entered your conference.  Call the number this text came from to join."
    return "".join(element("Sms", text, to=number) for number in fields.many("Moderators"))


def _is_moderator(fields: Fields) -> bool:
    moderators = {_digits(number) for number in fields.many("Moderators")}
    return not moderators.isdisjoint(_digits(fields.one(name)) for name in ("From", "To"))


# --- what they share ----------------------------------------------------------------------


def _digits(number: str) -> str:
    """The national digits, so that +1 415 … and 415 … are the same number."""
    digits = re.sub(r"\D", "", number)
    return digits[1:] if len(digits) == 11 and digits[0] == "1" else digits or "none"


def _has_returned(fields: Fields) -> bool:
    return bool(fields.one("Dial") and (fields.one("DialCallStatus") or fields.one("DialStatus")))


def _was_answered(fields: Fields) -> bool:
    return fields.one("DialCallStatus") == "completed" or fields.one("DialStatus") == "answered"


def _after(url: str, fields: Fields) -> HostedPage:
    return twiml("<Hangup/>") if _was_answered(fields) else _give_up(url, fields)


def _give_up(url: str, fields: Fields) -> HostedPage:
    target = fields.one("FailUrl")
    return moved(url, target) if target else twiml("<Hangup/>")


def _action(name: str, fields: Fields) -> str:
    failing = {"FailUrl": fields.one("FailUrl")} if fields.one("FailUrl") else {}
    return f"/{name}?" + urlencode({"Dial": "true", **failing})


def _timeout(fields: Fields, default: str = "20") -> str:
    return fields.one("Timeout") or default


def _number(number: str, fields: Fields, **extra: str) -> str:
    asked = urlencode({"Message": fields.one("Message"), **extra})
    return element("Number", number, url=f"whisper?{asked}")
