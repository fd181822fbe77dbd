"""Twilio's refusals in one table, and the root of the kit's own errors.

Sentences are the newest that were seen (2023 to 2026), with the recipient's last four
characters masked as XXXX; the variant `classic` holds those that were recorded with test
credentials. Where no live sentence is known, the title of Twilio's error dictionary
stands in (marked "title" below).
"""

from __future__ import annotations

from typing import Any

DOCS = "https://www.twilio.com/docs/errors/"
DIFFERENCES = "python -m ahoy differences"
"""Where our own refusals lead: a page that goes with the package, since it has no host. A port
puts its own address of the page there (see `port`)."""

NOT_SMS_CAPABLE = (
    "The From phone number {from_} is not a valid, SMS-capable inbound phone number"
    " or short code for your account."
)
BAD_CLASSIC_FROM = (
    "The 'From' number {from_} is not a valid phone number, shortcode,"
    " or alphanumeric sender ID."
)
NO_REGION = (
    "Permission to send an SMS has not been enabled for the region indicated by the"
    " 'To' number: "
)
NO_ROUTE = "The 'To' phone number: {to}, is not currently reachable using the 'From' phone number: "
NOT_VERIFIED = (
    "The source phone number provided, {from_}, is not yet verified for your account."
    " You may only make calls from phone numbers that you've verified or purchased from Twilio."
)
NO_COUNTRY = (
    "Account not authorized to call {to}. Perhaps you need to enable some international"
    " permissions: https://www.twilio.com/console/voice/calls/geo-permissions/low-risk"
)

UNVERIFIED = (
    "The number {to_masked} is unverified. Trial accounts cannot send messages to unverified"
    " numbers; verify {to_masked} at twilio.com/user/account/phone-numbers/verified, or purchase"
    " a Twilio number to send messages to unverified numbers"
)
LIMITED = (
    "Invalid or disallowed parameters provided - trial accounts have limited parameter access,"
    " upgrade your account to unlock full functionality"
)
NOT_LENT = (
    "No Twilio trial phone number is assigned for {what} to this destination number."
    " Please add the 'to' number as a verified recipient."
)

TABLE: tuple[tuple[int, int, str, str], ...] = (
    # code, HTTP status, variant, sentence
    # the API as a whole
    (20001, 400, "", "Invalid Parameter {name}"),
    (20001, 400, "missing", "Missing required parameter {name} in the post body"),
    (20001, 400, "page size", "Page size must be greater than 0"),
    (20001, 400, "page token missing", "PageToken is required for paging."),
    (20003, 401, "", "Authenticate"),
    (20003, 401, "no credentials", "Authentication Error - No credentials provided"),
    (20003, 401, "unknown user", "Authentication Error - invalid username"),
    (20004, 405, "", "Method not allowed"),  # title
    (20005, 403, "", "Account {sid} not active"),  # status and sentence from memory
    (20007, 400, "", "Page size too large"),  # title
    (20008, 403, "", "Resource not accessible with Test Account Credentials"),
    (20009, 409, "", "Cannot delete this resource before it is complete"),  # title
    (20009, 409, "message",
     "Cannot delete message because delivery has not been completed."),
    (20404, 404, "", "The requested resource {path} was not found"),
    (20429, 429, "", "Too Many Requests"),
    (20500, 500, "", "Internal Server Error"),
    (21475, 400, "", "Unable to update Status, invalid Status."),  # title
    (21477, 400, "", "Unable to update Status for parent accounts"),  # title
    (21479, 400, "",
     "Unable to update Status for subaccount, subaccount has been closed."),  # title
    (21480, 400, "", "Reached maximum number of subaccounts"),  # title
    (21481, 400, "", "Invalid PageToken"),  # title
    # calls
    (13223, 400, "", "The phone number you are attempting to call, {to}, is not valid."),
    (21201, 400, "", "No 'To' number is specified"),
    (21205, 400, "", "Url parameter is required."),
    (21205, 400, "malformed", "{name} is not a valid URL: {url}"),
    (21206, 400, "", "Invalid SendDigits"),  # title
    (21208, 400, "", "Invalid Timeout"),  # title
    (21209, 400, "", "Invalid Method"),  # title
    (21210, 400, "", NOT_VERIFIED),
    (21212, 400, "call", "From is not a valid phone number: {from_}"),
    (21213, 400, "", "No 'From' number is specified"),
    (21214, 400, "", "'To' phone number cannot be reached"),  # title
    (21215, 400, "", NO_COUNTRY),
    (21216, 400, "", "Account not allowed to call {to}"),
    (21217, 400, "", "Phone number does not appear to be valid"),  # title
    (21218, 400, "", "Invalid ApplicationSid"),  # title
    (21219, 400, "",
     "The number {to_masked} is unverified. Trial accounts may only make calls to verified"
     " numbers."),
    (21220, 400, "", "Call is not in-progress. Cannot redirect."),
    (21234, 400, "", "Invalid Machine Detection configuration value"),  # title
    (21220, 400, "recording", "Requested resource is not eligible for recording"),
    (21609, 400, "", "The StatusCallback URL {url} is not a valid URL."),
    (21626, 400, "", "Invalid 'StatusCallbackEvent'"),  # title
    # conferences and queues: all titles, and statuses from memory
    (16020, 400, "", "Conference is full"),
    (16022, 404, "", "Conference does not exist or is completed"),
    (16024, 400, "", "Participant label invalid: max 128 chars, not a CallSid, no '/'"),
    (16026, 400, "", "Participant label is in use by another participant"),
    (22002, 400, "", "Queue is not empty"),
    (22003, 400, "", "A queue with this FriendlyName already exists"),
    # messages
    (21211, 400, "", "Invalid 'To' Phone Number: {to_masked}"),
    (21211, 400, "classic", "The 'To' number {to} is not a valid phone number."),
    (21212, 400, "", "Invalid From Number (caller ID): {from_}"),
    (21212, 400, "classic", BAD_CLASSIC_FROM),
    (21267, 400, "",
     "Alphanumeric Sender ID cannot be used as the 'From' number on trial accounts"),  # title
    (21265, 400, "", "'To' number cannot be a Short Code: {to_masked}"),
    (21266, 400, "", "'To' and 'From' number cannot be the same: {to_masked}"),
    (21408, 400, "", NO_REGION + "{to_masked}"),
    (21408, 400, "classic", NO_REGION + "{to}."),
    (21602, 400, "classic", "Message body is required."),
    (21603, 400, "", "A 'From' or 'MessagingServiceSid' parameter is required to send a message"),
    (21603, 400, "classic", "A 'From' phone number is required."),
    (21604, 400, "", "A 'To' phone number is required."),
    (21606, 400, "classic", NOT_SMS_CAPABLE),
    (21608, 400, "", UNVERIFIED),
    (21610, 400, "", "Attempt to send to unsubscribed recipient"),
    (21610, 400, "classic", "The message From/To pair violates a blacklist rule."),
    (21611, 429, "", "SMS queue is full."),
    (21612, 400, "", NO_ROUTE + "{from_} via {channel}."),
    (21614, 400, "", "To number: {to}, is not a mobile number"),
    (21617, 400, "", "The concatenated message body exceeds the 1600 character limit"),
    (21619, 400, "", "A text message body or media urls must be specified."),
    (21620, 400, "", "Invalid media URL(s)"),  # title
    (21621, 400, "", "The 'From' number has not been enabled for MMS"),  # title
    (21623, 400, "", "Number of media files exceeds allowed limit"),  # title
    (21624, 400, "", "Invalid validity period value"),  # title
    (21654, 400, "", "ContentSid Required"),  # title
    (21659, 400, "",
     "'From' {from_} is not a Twilio phone number or Short Code country mismatch"),
    (21660, 400, "", "Mismatch between the 'From' number {from_} and the account {account_sid}"),
    (21661, 400, "", "'From' number is not SMS-capable"),  # title
    (30409, 409, "", "This message cannot be canceled"),  # title
    # messaging services, and what only they can do
    (21701, 404, "", "The Messaging Service does not exist"),  # title
    (21704, 400, "", "The Messaging Service contains no phone numbers."),
    (21705, 400, "", "The Messaging Service Sid {sid} is invalid."),
    (21710, 409, "",
     "Phone Number or Short Code is already in the Messaging Service."),  # near title
    (21711, 400, "",
     "The 'From' number {from_} is not associated with the Messaging Service"),  # near title
    (21712, 409, "",
     "Phone Number or Short Code is associated with another Messaging Service."),  # near title
    (35111, 400, "", "SendAt timestamp is missing"),  # title
    (35114, 400, "", "Scheduling does not support this timestamp"),  # title: too soon
    (35115, 400, "", "Scheduling does not support this timestamp"),  # title: too late
    (35117, 400, "", "Scheduling does not support this timestamp"),  # title: no date at all
    (35118, 400, "", "MessagingServiceSid is required to schedule a message"),  # title
    (35126, 400, "",
     "The ScheduleType value provided is not supported for this channel"),  # title
    # trials
    (0, 400, "", LIMITED),
    (10002, 400, "", "Trial accounts do not support the feature you tried to use"),  # title
    (10004, 429, "", "Call concurrency limit exceeded"),  # title, status from memory
    (21404, 400, "", "Inbound Phone number not available to trial account"),  # title
    (572002, 400, "", NOT_LENT.replace("{what}", "messaging")),
    (572005, 400, "", "Destination number has not completed verification"),  # title
    (572006, 400, "",
     "Invalid template name. Trial accounts can only use predefined SMS templates."),
    (573002, 422, "", NOT_LENT.replace("{what}", "voice")),  # after its twin for texts
    (573005, 422, "", "Destination number has not completed verification"),  # title
    # phone numbers
    (21402, 400, "", "Invalid Url"),  # title
    (21403, 400, "", "Invalid Method"),  # title
    (21420, 400, "", "ApplicationSid is not accessible"),  # title
    (21421, 400, "", "{number} is not a valid number"),
    (21422, 400, "", "{number} is not available"),
    (21451, 400, "", "Invalid area code"),  # title
    (21452, 400, "", "No phone numbers found"),
    (21457, 400, "", "AreaCode is not supported by this subresource"),  # near title
    (21458, 400, "", "PhoneNumber does not belong to this subresource"),  # near title
    (21602, 400, "number", "Either a 'PhoneNumber' or an 'AreaCode' is required"),
    # caller IDs of one's own
    (21401, 400, "", "Invalid Phone Number"),  # title
    (21449, 400, "", "Number already can be used for outgoing calls and messages"),  # title
    (21450, 400, "", "Phone number already validated on your account"),  # title
    (21453, 400, "", "Phone number already validated on another account"),  # near title
    (21454, 400, "", "Invalid CallDelay"),  # title
    (21456, 400, "", "Invalid CallbackUrl"),  # near title
)

SENTENCES = {(code, variant): (status, text) for code, status, variant, text in TABLE}


class AhoyError(Exception):
    """The root of the kit's own errors: what happened, why, and what to do next."""


class NotStarted(AhoyError):
    """Something was asked of Ahoy before `start()` (or `begin()`) was called."""


class NotSimulated(AhoyError):
    """Twilio has it, Ahoy has not. The message names the nearest thing that works."""


class StoreUnusable(AhoyError):
    """The account's file cannot be opened. The message names the file and the remedy."""


class TwilioError(Exception):
    """A refusal in Twilio's words: `code`, HTTP `status`, `message`, `more_info`."""

    def __init__(self, code: int, status: int, message: str, more_info: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        self.message = message
        self.more_info = more_info or f"{DOCS}{code}"


def mask(text: str) -> str:
    """The last four characters as XXXX, as Twilio's error sentences show recipients."""
    return text[:-4] + "XXXX"


class _Values(dict[str, Any]):
    """What a sentence is filled with; `{to_masked}` is `to` with its last four hidden."""

    def __missing__(self, name: str) -> str:
        return mask(self[name.removesuffix("_masked")])


def refuse(code: int, variant: str = "", **values: Any) -> TwilioError:
    """The refusal `code`, its sentence filled in: `raise refuse(21211, to=number)`.

    `variant` picks among several sentences of one code (see `TABLE`).
    """
    status, sentence = SENTENCES[code, variant]
    return TwilioError(code, status, sentence.format_map(_Values(values)))


def not_simulated(what: str, instead: str) -> TwilioError:
    """HTTP 501: Twilio would do this, Ahoy can't yet. No Twilio code is invented."""
    return TwilioError(501, 501, f"Ahoy does not simulate {what} yet. {instead}", DIFFERENCES)


def not_found(path: str) -> TwilioError:
    """404 for a path (with its extension, without host and query)."""
    return refuse(20404, path=path)


def wrong_credentials() -> TwilioError:
    """The right account, the wrong token."""
    return refuse(20003)


def no_credentials() -> TwilioError:
    """The request carried no user name and no password."""
    return refuse(20003, "no credentials")


def unknown_user() -> TwilioError:
    """The user name is no account's SID."""
    return refuse(20003, "unknown user")


def bad_parameter(name: str) -> TwilioError:
    """A parameter for whose bad value no code of its own is known (unsure wording)."""
    return refuse(20001, name=name)
