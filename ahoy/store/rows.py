"""What the practice account remembers: one dataclass a table, one field a column.

Values are plain: times are seconds since 1970 (UTC) or None, money is USD as a float
or None. Twilio's JSON shapes are made from these in `api/`, nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from .conference_rows import Conference as Conference
from .conference_rows import Queue as Queue
from .recording_rows import Recording as Recording
from .recording_rows import Transcription as Transcription
from .tables import Row


@dataclass(slots=True, kw_only=True)
class Account:
    """A Twilio account. `kind` is `full`, `trial-2026`, `trial-classic` or `test`."""

    TABLE: ClassVar[str] = "accounts"
    PREFIX: ClassVar[str] = "AC"

    sid: str
    auth_token: str = field(repr=False)
    friendly_name: str = "Ahoy practice account"
    kind: str = "full"
    status: str = "active"
    owner_account_sid: str = ""
    currency: str = "USD"
    credit: float = 20.0
    """What has been paid in so far, in `currency`: the balance is this less all charges."""
    date_created: float = 0.0
    date_updated: float = 0.0


@dataclass(slots=True, kw_only=True)
class ApiKey:
    """A standard API key: user name and password that can be taken back."""

    TABLE: ClassVar[str] = "api_keys"
    PREFIX: ClassVar[str] = "SK"

    sid: str
    account_sid: str
    secret: str = field(repr=False)
    friendly_name: str = ""
    date_created: float = 0.0
    date_updated: float = 0.0


@dataclass(slots=True, kw_only=True)
class Application:
    """A TwiML app: the URLs of a site, under one SID. Those not set are None."""

    TABLE: ClassVar[str] = "applications"
    PREFIX: ClassVar[str] = "AP"

    sid: str
    account_sid: str
    friendly_name: str = ""
    voice_url: str | None = None
    voice_method: str = "POST"
    voice_fallback_url: str | None = None
    voice_fallback_method: str = "POST"
    status_callback: str | None = None
    status_callback_method: str = "POST"
    sms_url: str | None = None
    sms_method: str = "POST"
    sms_fallback_url: str | None = None
    sms_fallback_method: str = "POST"
    message_status_callback: str | None = None
    date_created: float = 0.0
    date_updated: float = 0.0


@dataclass(slots=True, kw_only=True)
class PhoneNumber:
    """A number that the account owns (Twilio's IncomingPhoneNumber)."""

    TABLE: ClassVar[str] = "phone_numbers"
    PREFIX: ClassVar[str] = "PN"

    sid: str
    account_sid: str
    phone_number: str
    friendly_name: str
    type: str = "local"
    voice_url: str = ""
    voice_method: str = "POST"
    voice_fallback_url: str = ""
    voice_fallback_method: str = "POST"
    voice_application_sid: str = ""
    voice_caller_id_lookup: bool = False
    voice_receive_mode: str = "voice"
    sms_url: str = ""
    sms_method: str = "POST"
    sms_fallback_url: str = ""
    sms_fallback_method: str = "POST"
    sms_application_sid: str = ""
    status_callback: str = ""
    status_callback_method: str = "POST"
    capabilities: str = "voice sms mms"
    """Separated by blanks, of voice, sms, mms."""
    messaging_service_sid: str = ""
    date_added: float = 0.0
    """When it joined that service."""
    date_created: float = 0.0
    date_updated: float = 0.0


@dataclass(slots=True, kw_only=True)
class Call:
    """One leg of a call, with what Twilio was told to do with it."""

    TABLE: ClassVar[str] = "calls"
    PREFIX: ClassVar[str] = "CA"

    sid: str
    account_sid: str
    to: str
    from_: str
    direction: str
    status: str = "queued"
    phone_number_sid: str | None = None
    parent_call_sid: str | None = None
    date_created: float | None = None
    date_updated: float | None = None
    start_time: float | None = None
    end_time: float | None = None
    duration: int | None = None
    price: float | None = None
    price_unit: str = "USD"
    answered_by: str | None = None
    caller_name: str | None = None
    forwarded_from: str | None = None
    queue_time: str = "0"
    # what to do: not part of Twilio's answer
    url: str | None = None
    method: str = "POST"
    twiml: str | None = None
    fallback_url: str | None = None
    fallback_method: str = "POST"
    status_callback: str | None = None
    status_callback_method: str = "POST"
    status_callback_event: str = "completed"
    """Space separated, of initiated, ringing, answered, completed."""
    send_digits: str | None = None
    timeout: int = 60
    time_limit: int | None = None
    world: str = ""
    """Which running kernel carries this call (see `store`)."""


@dataclass(slots=True, kw_only=True)
class Message:
    """A text, in or out."""

    TABLE: ClassVar[str] = "messages"
    PREFIX: ClassVar[str] = "SM"

    sid: str
    account_sid: str
    to: str
    from_: str | None
    direction: str
    body: str = ""
    status: str = "queued"
    num_segments: int = 1
    num_media: int = 0
    media: str = "[]"
    """JSON list of media URLs."""
    messaging_service_sid: str | None = None
    date_created: float = 0.0
    date_updated: float = 0.0
    date_sent: float | None = None
    price: float | None = None
    price_unit: str | None = "USD"
    error_code: int | None = None
    error_message: str | None = None
    # what to do: not part of Twilio's answer
    status_callback: str | None = None
    validity_period: int = 36_000
    """Seconds that it may wait in a queue."""
    send_at: float | None = None
    smart_encoded: bool = False
    feedback: str = ""
    """"", `wanted`, or what was reported: `confirmed`, `unconfirmed`."""
    world: str = ""


@dataclass(slots=True, kw_only=True)
class Notification:
    """An alert of Twilio's debugger: what went wrong while a call or text was carried out."""

    TABLE: ClassVar[str] = "notifications"
    PREFIX: ClassVar[str] = "NO"

    sid: str
    account_sid: str
    resource_sid: str
    error_code: int
    level: str = "error"
    text: str = ""
    line: int | None = None
    request_method: str = ""
    request_url: str = ""
    request_variables: str = ""
    """Form-encoded, as they were sent."""
    response_status: int | None = None
    response_headers: str = ""
    response_body: str = ""
    date_created: float = 0.0


@dataclass(slots=True, kw_only=True)
class UsageTrigger:
    """Tells a site when a category of usage reaches a value. `recurring` is "" for once."""

    TABLE: ClassVar[str] = "usage_triggers"
    PREFIX: ClassVar[str] = "UT"

    sid: str
    account_sid: str
    usage_category: str
    trigger_by: str
    trigger_value: float
    callback_url: str
    callback_method: str = "POST"
    friendly_name: str = ""
    recurring: str = ""
    date_fired: float | None = None
    date_created: float = 0.0
    date_updated: float = 0.0


@dataclass(slots=True, kw_only=True)
class Charge:
    """Money spent on something that has no priced row, or none any more (see `usage`).

    `category` is one of Twilio's usage categories; `price` is positive.
    """

    TABLE: ClassVar[str] = "charges"
    PREFIX: ClassVar[str] = "XC"

    sid: str
    account_sid: str
    category: str
    count: int = 1
    usage: float = 1.0
    price: float = 0.0
    date_created: float = 0.0


@dataclass(slots=True, kw_only=True)
class Media:
    """A picture or file of a message. `url` is where the sender had it from."""

    TABLE: ClassVar[str] = "media"
    PREFIX: ClassVar[str] = "ME"

    sid: str
    account_sid: str
    parent_sid: str
    url: str
    content_type: str
    date_created: float = 0.0
    date_updated: float = 0.0


@dataclass(slots=True, kw_only=True)
class OutgoingCallerId:
    """A number of somebody's own, verified by a call: it may be From, and on a trial To."""

    TABLE: ClassVar[str] = "outgoing_caller_ids"
    PREFIX: ClassVar[str] = "PN"

    sid: str
    account_sid: str
    phone_number: str
    friendly_name: str
    date_created: float = 0.0
    date_updated: float = 0.0


@dataclass(slots=True, kw_only=True)
class MessagingService:
    """A pool of senders with settings in common (the numbers name their service)."""

    TABLE: ClassVar[str] = "messaging_services"
    PREFIX: ClassVar[str] = "MG"

    sid: str
    account_sid: str
    friendly_name: str
    inbound_request_url: str | None = None
    inbound_method: str = "POST"
    fallback_url: str | None = None
    fallback_method: str = "POST"
    status_callback: str | None = None
    sticky_sender: bool = True
    mms_converter: bool = True
    smart_encoding: bool = True
    scan_message_content: str = "inherit"
    fallback_to_long_code: bool = True
    area_code_geomatch: bool = True
    synchronous_validation: bool = False
    validity_period: int = 36_000
    usecase: str = "undeclared"
    use_inbound_webhook_on_number: bool = False
    date_created: float = 0.0
    date_updated: float = 0.0


@dataclass(slots=True, kw_only=True)
class OptOut:
    """Somebody said STOP. `sid` is the number or service that may not text, and whom."""

    TABLE: ClassVar[str] = "opt_outs"
    PREFIX: ClassVar[str] = ""

    sid: str
    date_created: float = 0.0


TABLES: tuple[type[Row], ...] = (
    Account, PhoneNumber, Call, Message, Notification, ApiKey,
    Application, UsageTrigger, Charge,
    Media, OutgoingCallerId, MessagingService, OptOut,
    Conference, Queue, Recording, Transcription)
