"""One case for each row of docs/verbs.md: the TwiML, what the phones do, what the trace says.

To add one, write a line below. `rows` names the rows that it shows: "Gather: numDigits
method" are two attributes of <Gather>, "Hangup" is the verb itself, "Gather.Say: loop" is
<Say> in <Gather>. In `twiml`, {next}, {news}, {whisper}, {wait} and {more} are URLs of pages
(see PAGES), {app} is an application whose page is {next}. `story` are pieces of the trace,
in the order in which they must come: a line as `print(trace())` shows it, or a part of it; …
stands for whatever comes between. What a webhook carries follows its line as `Digits=12`; a
page is called by its name, as /next.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ahoy.phones import Handset

PAGES = {
    "next": "<Say>Next.</Say>",
    "news": "",
    "whisper": "<Say>A call for you.</Say>",
    "wait": "<Say>Please wait.</Say><Pause length='9'/>",
    "more": "<Message>More.</Message>",
}


@dataclass(frozen=True)
class People:
    """The phones: Alice is in the call; Bob, Chen, Ada's app and her desk can be dialled."""

    alice: Handset
    bob: Handset
    chen: Handset
    ada: Handset
    desk: Handset


Does = Callable[[People], object]


@dataclass(frozen=True)
class Case:
    """`way`: the office calls Alice (`out`), she calls (`in`), or she texts (`text`)."""

    rows: str
    twiml: str
    story: tuple[str, ...]
    does: Does = lambda people: None
    way: str = "out"

    def __str__(self) -> str:
        return self.rows


def case(rows: str, twiml: str, *story: str, does: Does = lambda people: None,
         way: str = "out") -> Case:
    """A case, with its story at the end of the line."""
    return Case(rows, twiml, story, does, way)


def presses(keys: str, after: float = 1) -> Does:
    """Alice answers and presses these keys."""
    return lambda people: people.alice.answers().presses(keys, after=after)


def says(words: str, after: float = 1) -> Does:
    """Alice answers and says this."""
    return lambda people: people.alice.answers().says(words, after=after)


def talks(people: People) -> None:
    """Bob answers after a second, says hello, and hangs up."""
    people.bob.answers(after=1).says("Hello, harbour office.", after=1).hangs_up(after=4)


def alice_leaves(people: People) -> None:
    """So that a call which would wait for ever ends."""
    people.alice.answers(after=1).hangs_up(after=4)


def ada_talks(people: People) -> None:
    """Ada's app answers after a second, and hangs up."""
    people.ada.answers(after=1).hangs_up(after=3)



SOUNDS = (
    case("Say", "<Say>Ahoy hoy, harbour office.</Say>", "0:04.0 … “Ahoy hoy, harbour office.”",
         "0:05.7 … call ended by Twilio"),
    case("Say: loop", '<Say loop="2">Ahoy</Say>', "0:04.0 … “Ahoy”", "0:04.5 … “Ahoy”",
         "0:05.0 … call ended"),
    case("Say: voice language", '<Say voice="Polly.Lea" language="fr-FR">Bonjour</Say>',
         "“Bonjour” voice=Polly.Lea language=fr-FR"),
    case("Play", "<Play>http://demo.twilio.com/docs/classic.mp3</Play>",
         "Twilio → Alice: ♪ http://demo.twilio.com/docs/classic.mp3"),
    case("Play: loop", '<Play loop="2">https://a.test/horn.mp3</Play>',
         "0:04.0 … ♪ https://a.test/horn.mp3", "0:09.0 … ♪ https://a.test/horn.mp3"),
    case("Play: digits", '<Play digits="1w2"/>', "0:04.0 … [keys 1w2]", "0:05.1 … call ended"),
    case("Pause", "<Pause/>", "<Pause> 1 s", "0:05.0 … call ended"),
    case("Pause: length", '<Pause length="7"/>', "<Pause> 7 s", "0:11.0 … call ended"),
)

ASKING = (
    case("Gather", "<Gather/><Say>Late.</Say>", "0:04.0 … <Gather> waits 5 s for keys",
         "0:09.0 … “Late.”"),
    case("Gather: action method numDigits", '<Gather action="{next}" method="GET" numDigits="2"/>',
         "presses 1", "presses 2", "GET /next (action) → 200 … Digits=12", "“Next.”",
         does=presses("123")),
    case("Gather: timeout", '<Gather timeout="2"/><Say>Late.</Say>', "0:06.0 … “Late.”"),
    case("Gather: finishOnKey", '<Gather finishOnKey="*" action="{next}"/>', "presses *",
         "/next (action) … Digits=1# … FinishedOnKey=*", does=presses("1#*")),
    case("Gather: actionOnEmptyResult",
         '<Gather actionOnEmptyResult="true" timeout="1" action="{next}"/>', "0:05.0 … (action)",
         "“Next.”"),
    case("Gather: bargeIn", '<Gather bargeIn="false" numDigits="1" action="{next}">'
         "<Say>A long prompt indeed.</Say></Gather>", "0:03.5 … presses 1", "0:04.4 … (action)",
         does=presses("1", after=0.5)),
    case("Gather: input", '<Gather input="speech dtmf" action="{next}"/>', "says the tide",
         "/next (action) … SpeechResult=the tide", does=says("the tide")),
    case("Gather: speechTimeout", '<Gather input="speech" speechTimeout="1" action="{next}"/>',
         "0:04.0 … says the tide", "0:05.5 … (action) … SpeechResult=the tide",
         does=says("the tide")),
    case("Gather: maxSpeechTime", '<Gather input="speech" maxSpeechTime="1" action="{next}"/>',
         "0:04.0 … says", "0:05.0 … (action) … SpeechResult=",
         does=says("the tide will be high at half past nine in the evening")),
    case("Gather: language hints profanityFilter speechModel enhanced debug",
         '<Gather input="speech" language="en-GB" hints="tide, quay" profanityFilter="false" '
         'speechModel="phone_call" enhanced="true" debug="true" action="{next}"/>',
         "(action) … SpeechResult=the tide", does=says("the tide")),
    case("Gather: partialResultCallback partialResultCallbackMethod",
         '<Gather input="speech" partialResultCallback="{news}" action="{next}" '
         'partialResultCallbackMethod="GET"/>', "GET /news (partial result) … "
         "UnstableSpeechResult=the", "GET /news (partial result)", "POST /next (action)",
         does=says("the tide")),
    case("Gather.Say", "<Gather><Say>Press one.</Say></Gather>", "<Gather>", "“Press one.”"),
    case("Gather.Say: loop voice language",
         '<Gather timeout="1"><Say loop="2" voice="alice" language="en-GB">One.</Say></Gather>',
         "“One.” voice=alice language=en-GB", "“One.”", "call ended"),
    case("Gather.Play: loop", '<Gather timeout="1"><Play loop="2">https://a.test/a.mp3</Play>'
         "</Gather>", "0:04.0 … ♪ https://a.test/a.mp3", "0:09.0 … ♪ https://a.test/a.mp3"),
    case("Gather.Play", "<Gather><Play>https://a.test/a.mp3</Play></Gather>",
         "♪ https://a.test/a.mp3"),
    case("Gather.Play: digits", '<Gather timeout="1"><Play digits="1"/></Gather>', "[keys 1]"),
)

RECORDING = (
    case("Record", "<Record/><Say>Silence.</Say>", "[beep]", "0:04.5 … <Record>",
         "0:09.5 … “Silence.”"),
    case("Record: action method", '<Record action="{next}" method="GET"/>', "says Ahoy there",
         "GET /next (action) … RecordingUrl=", "“Next.”", does=says("Ahoy there")),
    case("Record: timeout", '<Record timeout="2" action="{next}"/>', "0:04.0 … says Ahoy",
         "0:06.5 … (action)", does=says("Ahoy")),
    case("Record: maxLength", '<Record maxLength="3" action="{next}"/>', "0:03.5 … <Record>",
         "0:06.5 … (action)",
         does=says("the tide will be high at half past nine in the evening, and the wind west")),
    case("Record: finishOnKey", '<Record finishOnKey="#" action="{next}"/>', "presses #",
         "(action) … Digits=#",
         does=lambda people: people.alice.answers().says("Ahoy").presses("#", after=1)),
    case("Record: playBeep", '<Record playBeep="false" timeout="2"/><Say>x</Say>',
         "0:04.0 … <Record>", "0:06.0 … “x”"),
    case("Record: trim", '<Record trim="do-not-trim" timeout="2" action="{next}"/>',
         "(action) … RecordingDuration=", does=says("Ahoy")),
    case("Record: transcribe transcribeCallback",
         '<Record transcribe="true" transcribeCallback="{news}" action="{next}"/>',
         "says the harbour is open", "(action)", "POST /news … TranscriptionText=",
         does=says("the harbour is open all night for boats from the north")),
    case("Record: recordingStatusCallback recordingStatusCallbackEvent "
         "recordingStatusCallbackMethod",
         '<Record action="{next}" recordingStatusCallback="{news}" '
         'recordingStatusCallbackEvent="in-progress completed" '
         'recordingStatusCallbackMethod="GET"/>',
         "GET /news (recording status callback) … RecordingStatus=in-progress",
         "GET /news (recording status callback) … RecordingStatus=completed",
         does=says("Ahoy there")),
)

PAID = '<Say>Hi.</Say><Hangup><Parameter name="paid" value="false"/></Hangup>'

TURNS = (
    case("Redirect", "<Redirect>{next}</Redirect><Say>Never.</Say>",
         "POST /next (redirect) → 200", "“Next.”", "call ended by Twilio"),
    case("Redirect: method", '<Redirect method="GET">{next}</Redirect>', "GET /next (redirect)"),
    case("Hangup", "<Hangup/><Say>Never.</Say>", "<Hangup>", "0:04.0 … call ended by Twilio"),
    case("Hangup.Parameter", PAID, "<Hangup> paid=false"),
    case("Hangup.Parameter: name value", PAID, "<Hangup> paid=false"),
    case("Reject", "<Reject/>", "<Reject> rejected", "[not in service]", "call is no-answer",
         way="in"),
    case("Reject: reason", '<Reject reason="busy"/>', "<Reject> busy", "[busy tone]",
         "call is busy", way="in"),
)

DIALLING = (
    case("Dial", "<Dial>+14155550124</Dial>", "<Dial> +14155550124", "Bob: rings: +14155550100",
         "Bob → Twilio: answers", does=talks),
    case("Dial: action method", '<Dial action="{next}" method="GET">+14155550124</Dial>',
         "GET /next (action) … DialCallStatus=completed", "“Next.”", does=talks),
    case("Dial: timeout", '<Dial timeout="5">+14155550124</Dial><Say>After.</Say>',
         "0:04.5 … Bob: rings", "0:14.5 … stops ringing", "“After.”",
         does=lambda people: people.bob.does_not_answer()),
    case("Dial: timeLimit", '<Dial timeLimit="4">+14155550124</Dial>', "0:07.5 … Bob → Twilio: "
         "answers", "0:11.5 … call ended by the time limit"),
    case("Dial: callerId", '<Dial callerId="+14155550100">+14155550124</Dial>',
         "Bob: rings: +14155550100", does=talks, way="in"),
    case("Dial: hangupOnStar", '<Dial hangupOnStar="true">+14155550124</Dial><Say>After.</Say>',
         "presses *", "Twilio → Bob: call ended by Twilio", "“After.”",
         does=lambda people: (people.alice.answers(after=1).presses("*", after=6),
                              people.bob.answers(after=1))),
    case("Dial: answerOnBridge", '<Dial answerOnBridge="true">+14155550124</Dial>',
         "0:01.5 … <Dial>", "0:03.0 … Bob → Twilio: answers", "0:03.0 … call to Bob is in-progress",
         "0:03.0 … call is in-progress", does=talks, way="in"),
    case("Dial: sequential", '<Dial sequential="true"><Number>+14155550124</Number>'
         "<Number>+14155550125</Number></Dial>", "call to Bob is busy", "Chen: rings",
         does=lambda people: (people.bob.is_busy(),
                              people.chen.answers(after=1).hangs_up(after=2))),
    case("Dial: record trim recordingTrack recordingStatusCallback recordingStatusCallbackEvent "
         "recordingStatusCallbackMethod",
         '<Dial record="record-from-answer-dual" trim="do-not-trim" recordingTrack="both" '
         'recordingStatusCallback="{news}" recordingStatusCallbackEvent="in-progress completed" '
         'recordingStatusCallbackMethod="GET">+14155550124</Dial>',
         "GET /news (recording status callback) … RecordingTrack=both … "
         "RecordingStatus=in-progress … RecordingChannels=2", "Bob → … says Hello",
         "GET /news (recording status callback) … RecordingStatus=completed", does=talks),
    case("Dial: ringTone referUrl referMethod callReason ifMachine",
         '<Dial ringTone="uk" referUrl="{news}" referMethod="GET" callReason="Tides" '
         'ifMachine="Continue">+14155550124</Dial>', "Bob: rings", does=talks),
    case("Number", "<Dial><Number>+14155550124</Number></Dial>", "Bob: rings", does=talks),
    case("Number: url method", '<Dial><Number url="{whisper}" method="GET">+14155550124</Number>'
         "</Dial>", "GET /whisper (whisper)", "Bob: “A call for you.”", does=talks),
    case("Number: sendDigits", '<Dial><Number sendDigits="1w2">+14155550124</Number></Dial>',
         "Bob → Twilio: answers", "Twilio → Bob: [keys 1w2]", does=talks),
    case("Number: statusCallback statusCallbackEvent statusCallbackMethod",
         '<Dial><Number statusCallback="{news}" statusCallbackEvent="ringing completed" '
         'statusCallbackMethod="GET">+14155550124</Number></Dial>',
         "GET /news (status callback) … CallStatus=ringing",
         "GET /news (status callback) … CallStatus=completed", does=talks),
    case("Number: machineDetection machineDetectionTimeout machineDetectionSpeechThreshold "
         "machineDetectionSpeechEndThreshold machineDetectionSilenceTimeout amdStatusCallback "
         "amdStatusCallbackMethod",
         '<Dial><Number machineDetection="Enable" machineDetectionTimeout="20" '
         'machineDetectionSpeechThreshold="2000" machineDetectionSpeechEndThreshold="1000" '
         'machineDetectionSilenceTimeout="4000" amdStatusCallback="{news}" '
         'amdStatusCallbackMethod="GET">+14155550124</Number></Dial>', "detects human",
         "GET /news (answering machine detection) … AnsweredBy=human", does=talks),
)

WAITING = (
    case("Enqueue", "<Enqueue>support</Enqueue>", "joins queue “support” at position 1",
         "♪ http://com.twilio.sounds.music", "leaves queue “support”", does=alice_leaves),
    case("Enqueue: waitUrl waitUrlMethod",
         '<Enqueue waitUrl="{wait}" waitUrlMethod="GET">support</Enqueue>',
         "GET /wait (wait) … QueuePosition=1", "“Please wait.”", does=alice_leaves),
    case("Enqueue: action method", '<Enqueue action="{next}" method="GET">support</Enqueue>',
         "GET /next (action) … QueueResult=hangup", does=alice_leaves),
    case("Leave", "<Leave/><Say>Still here.</Say>", "<Leave>", "<Leave> is ignored",
         "“Still here.”"),
    case("Dial.Queue", '<Dial action="{next}"><Queue>support</Queue></Dial>',
         "<Dial> queue support", "POST /next (action) … DialCallStatus=failed"),
)

MEETING = (
    case("Conference", "<Dial><Conference>Quay</Conference></Dial>", "joins conference “Quay”",
         "leaves conference “Quay”", does=alice_leaves),
    case("Conference: muted", '<Dial><Conference muted="true">Quay</Conference></Dial>',
         "joins conference “Quay” (muted)", does=alice_leaves),
    case("Conference: waitUrl waitMethod",
         '<Dial><Conference waitUrl="{wait}" waitMethod="GET">Quay</Conference></Dial>',
         "GET /wait (wait)", "“Please wait.”", does=alice_leaves),
    case("Conference: statusCallback statusCallbackEvent statusCallbackMethod participantLabel",
         '<Dial><Conference statusCallback="{news}" statusCallbackEvent="join leave" '
         'statusCallbackMethod="GET" participantLabel="pilot">Quay</Conference></Dial>',
         "GET /news … StatusCallbackEvent=participant-join … ParticipantLabel=pilot",
         "GET /news … StatusCallbackEvent=participant-leave", does=alice_leaves),
    case("Conference: startConferenceOnEnter endConferenceOnExit",
         '<Dial><Conference startConferenceOnEnter="false" endConferenceOnExit="true" '
         'statusCallback="{news}" statusCallbackEvent="join end">Quay</Conference></Dial>',
         "EndConferenceOnExit=true … StartConferenceOnEnter=false", does=alice_leaves),
    case("Conference: record recordingStatusCallback recordingStatusCallbackEvent "
         "recordingStatusCallbackMethod",
         '<Dial><Conference record="do-not-record" recordingStatusCallback="{news}" '
         'recordingStatusCallbackEvent="completed" recordingStatusCallbackMethod="GET">Quay'
         "</Conference></Dial>", "joins conference “Quay”", does=alice_leaves),
    case("Conference: jitterBufferSize region trim beep maxParticipants",
         '<Dial><Conference jitterBufferSize="small" region="us1" trim="do-not-trim" '
         'beep="false" maxParticipants="3">Quay</Conference></Dial>', "joins conference “Quay”",
         does=alice_leaves),
)

SIP_NOUN = (
    '<Dial><Sip username="ada" password="x" codecs="opus" url="{whisper}" method="GET" '
    'statusCallback="{news}" statusCallbackEvent="ringing" statusCallbackMethod="GET">'
    "sip:ada@example.com</Sip></Dial>")
DETECTED = (
    '<Dial><Sip machineDetection="Enable" machineDetectionTimeout="20" '
    'machineDetectionSpeechThreshold="2000" machineDetectionSpeechEndThreshold="1000" '
    'machineDetectionSilenceTimeout="4000" amdStatusCallback="{news}" '
    'amdStatusCallbackMethod="GET">sip:ada@example.com</Sip></Dial>')
APP_NOUN = (
    '<Dial><Application url="{next}" method="GET" statusCallback="{news}" '
    'statusCallbackEvent="answered" statusCallbackMethod="GET" copyParentTo="true" '
    'customerId="c7"><ApplicationSid>{app}</ApplicationSid><Parameter name="order" value="42"/>'
    "</Application></Dial>")


def desk_talks(people: People) -> None:
    """The desk's phone answers, says hello, and hangs up."""
    people.desk.answers(after=1).says("Hello, harbour office.", after=1).hangs_up(after=4)


APPS = (
    case("Sip", "<Dial><Sip>sip:ada@example.com</Sip></Dial>", "Desk: rings", does=desk_talks),
    case("Sip: username password codecs url method statusCallback statusCallbackEvent "
         "statusCallbackMethod", SIP_NOUN, "GET /news (status callback) … CallStatus=ringing",
         "GET /whisper (whisper)", "Desk: “A call for you.”", does=desk_talks),
    case("Sip: machineDetection machineDetectionTimeout machineDetectionSpeechThreshold "
         "machineDetectionSpeechEndThreshold machineDetectionSilenceTimeout amdStatusCallback "
         "amdStatusCallbackMethod", DETECTED, "detects human",
         "GET /news (answering machine detection) … AnsweredBy=human", does=desk_talks),
    case("Application", "<Dial><Application>{app}</Application></Dial>", "POST /next"),
    case("Application: applicationSid", '<Dial><Application applicationSid="{app}"/></Dial>',
         "POST /next"),
    case("Application: url method statusCallback statusCallbackEvent statusCallbackMethod "
         "copyParentTo customerId", APP_NOUN, "POST /next (voice) … order=42",
         "GET /next (whisper)", "GET /news (status callback) … CallStatus=in-progress"),
    case("ApplicationSid", APP_NOUN, "POST /next (voice)"),
    case("Dial.Parameter: name value", APP_NOUN, "POST /next (voice) … order=42"),
    case("Dial.Parameter", APP_NOUN, "order=42"),
    case("Client", "<Dial><Client>ada</Client></Dial>", "Ada: rings: +14155550100",
         "Ada → Twilio: answers", does=ada_talks),
    case("Client: url method statusCallback statusCallbackEvent statusCallbackMethod",
         '<Dial><Client url="{whisper}" method="GET" statusCallback="{news}" '
         'statusCallbackEvent="ringing" statusCallbackMethod="GET">ada</Client></Dial>',
         "GET /news (status callback) … CallStatus=ringing", "GET /whisper (whisper)",
         "Ada: “A call for you.”",
         does=ada_talks),
    case("Identity", "<Dial><Client><Identity>ada</Identity></Client></Dial>", "Ada: rings",
         does=ada_talks),
)

REPLIES = (
    case("Message", "<Message>Ahoy yourself</Message>", "text “Ahoy”",
         "Twilio → Alice: text “Ahoy yourself”", way="text"),
    case("Message: to from", '<Message to="+14155550124" from="+14155550100">Hi</Message>',
         "Twilio → Bob: text “Hi”", way="text"),
    case("Message: action method", '<Message action="{more}" method="GET">Hi</Message>',
         "GET /more (action) … MessageStatus=", "Alice: text “Hi”", "Alice: text “More.”",
         way="text"),
    case("Message: statusCallback", '<Message statusCallback="{news}">Hi</Message>',
         "POST /news (status callback) … MessageStatus=sent",
         "POST /news (status callback) … MessageStatus=delivered", way="text"),
    case("Body", "<Message><Body>One</Body></Message>", "Alice: text “One”", way="text"),
    case("Media", "<Message><Body>See</Body><Media>https://a.test/a.png</Media></Message>",
         "Alice: text “See” + 1 media", way="text"),
    case("messaging.Sms", "<Sms>Ahoy yourself</Sms>", "Twilio → Alice: text “Ahoy yourself”",
         way="text"),
    case("messaging.Sms: to from action method statusCallback",
         '<Sms to="+14155550124" from="+14155550100" action="{more}" method="GET" '
         'statusCallback="{news}">Hi</Sms>', "GET /more (action) … SmsStatus=sending",
         "POST /news (status callback)", "Bob: text “Hi”", way="text"),
    case("messaging.Redirect", "<Redirect>{more}</Redirect>", "POST /more (redirect)",
         "Alice: text “More.”", way="text"),
    case("messaging.Redirect: method", '<Redirect method="GET">{more}</Redirect>',
         "GET /more (redirect)", way="text"),
)

SERVICES = (
    case("Start", '<Start><Transcription statusCallbackUrl="{news}"/></Start><Say>Ahoy</Say>',
         "<Start> Transcription", "“Ahoy”"),
    case("Start: action method",
         '<Start action="{next}" method="GET"><Transcription/></Start><Say>Ahoy</Say>',
         "<Start>", "“Ahoy”"),
    case("Transcription: statusCallbackUrl statusCallbackMethod languageCode",
         '<Start><Transcription statusCallbackUrl="{news}" statusCallbackMethod="GET" '
         'languageCode="fr-FR"/></Start><Say>Ahoy</Say>',
         "GET /news (transcription) … transcription-started … LanguageCode=fr-FR",
         'GET /news (transcription) … transcription-content … "transcript": "Ahoy"',
         "GET /news (transcription) … TranscriptionEvent=transcription-stopped"),
    case("Transcription: track partialResults",
         '<Start><Transcription statusCallbackUrl="{news}" track="inbound_track" '
         'partialResults="true"/></Start><Pause length="5"/>', "transcription-started",
         "Track=inbound_track … high … Final=false", "Track=inbound_track … high tide … Final=true",
         does=says("high tide")),
    case("Transcription: transcriptionEngine profanityFilter enableAutomaticPunctuation "
         "speechModel hints inboundTrackLabel outboundTrackLabel enableProviderData",
         '<Start><Transcription transcriptionEngine="deepgram" profanityFilter="false" '
         'enableAutomaticPunctuation="false" speechModel="nova-3" hints="tide" '
         'inboundTrackLabel="caller" outboundTrackLabel="desk" enableProviderData="false" '
         'statusCallbackUrl="{news}"/></Start><Say>Ahoy</Say>', "Ahoy … Final=true"),
    case("Transcription", '<Start><Transcription statusCallbackUrl="{news}"/></Start>',
         "(transcription)"),
    case("Stop", '<Start><Transcription name="desk" statusCallbackUrl="{news}"/></Start>'
         '<Stop><Transcription name="desk"/></Stop><Say>Ahoy</Say>',
         "<Stop> Transcription desk", "transcription-stopped"),
    case("Transcription: name", '<Start><Transcription name="desk"/></Start>'
         '<Stop><Transcription name="pier"/></Stop>',
         "There is no transcription “pier” to stop."),
    case("Recording: recordingStatusCallback recordingStatusCallbackEvent "
         "recordingStatusCallbackMethod channels track trim",
         '<Start><Recording recordingStatusCallback="{news}" channels="mono" track="outbound" '
         'recordingStatusCallbackEvent="in-progress completed" trim="do-not-trim" '
         'recordingStatusCallbackMethod="GET"/></Start><Say>Ahoy</Say><Pause length="2"/>',
         "GET /news (recording status callback) … RecordingTrack=outbound … "
         "RecordingStatus=in-progress … RecordingChannels=1", "“Ahoy”",
         "RecordingStatus=completed … RecordingDuration=3"),
    case("Recording", "<Start><Recording/></Start><Say>Ahoy</Say>", "<Start> Recording",
         "recording is completed"),
    case("Recording: name", '<Start><Recording name="desk"/></Start><Say>Ahoy</Say>'
         '<Stop><Recording name="desk"/><Recording name="pier"/></Stop>',
         "recording is processing", "There is no recording “pier” to stop."),
    case("Sms", "<Sms>Ahoy</Sms>", "Alice: text “Ahoy”"),
    case("Sms: to from action method statusCallback",
         '<Sms to="+14155550124" from="+14155550100" action="{next}" method="GET" '
         'statusCallback="{news}">Ahoy</Sms>', "GET /next (action) … SmsStatus=sending",
         "POST /news (status callback) … MessageStatus=sent", "Bob: text “Ahoy”"),
    case("Refer", "<Refer><Sip>sip:ada@example.com</Sip></Refer><Say>Here.</Say>",
         "error 13801", "“Here.”"),
    case("Refer: action method",
         '<Refer action="{next}" method="GET"><Sip>sip:ada@example.com</Sip></Refer>', "13801"),
    case("Refer.Sip", "<Refer><Sip>sip:ada@example.com</Sip></Refer>", "13801"),
)

CASES = (*SOUNDS, *ASKING, *RECORDING, *TURNS, *DIALLING, *MEETING, *WAITING, *APPS, *SERVICES,
         *REPLIES)
