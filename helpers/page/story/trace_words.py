"""Every word of the trace, in one place: its page, its opened rows, what each row means.

`{…}` is filled in from the record or on the page. A sentence of `MEANING` is found by the
kind of the record and a detail of it, and a cure by where something failed and how.
"""

from __future__ import annotations

TRACE = {
    "title": "What happened",
    "empty": "Nothing has happened yet. Run a cell that calls or texts.",
    "others": "{count} others",
    "folded": "{count} more records in between",
    "rows": "What happened, row by row",
    "keys_help": "Arrow keys move from row to row, Enter opens one, Escape closes it.",
    "filter": "Show",
    "filter_all": "All",
    "filter_request": "Requests",
    "filter_webhook": "Webhooks",
    "filter_heard": "Heard",
    "filter_problem": "Problems",
    "find": "Find",
    "find_hint": "Find words",
    "felt": "Seconds that really passed",
    "count": "{count} rows. Click one, or press Enter on it, to see what is inside.",
    "count_one": "1 row. Click it, or press Enter on it, to see what is inside.",
    "count_some": "{shown} of {count} rows.",
    "count_none": "No row fits. Choose “All”, or empty the search.",
    "older": "{count} older rows are no longer shown. trace() still has them.",
    "problem": "Problem: ",
    "details": "What is in it",
    "close": "Close",
    "cure": "What to do",
    "asking": "Asking Python…",
    "slow": "Python has not answered yet. A cell may be busy: wait, or stop it.",
    "gone": "The kernel that drew this has ended. What is shown stays; what is inside a row is "
            "no longer to be had. Run the cells again from the top.",
    "forgotten": "This row is too old: what is inside it is no longer kept.",
    "copy_python": "Copy as Python",
    "copy_curl": "Copy as curl",
    "copied": "Copied.",
    "not_copied": "The browser refused to copy. Select the text below, and copy it.",
    "more": "Twilio's page about this error",
}

DETAILS = {
    "clock": "On the clock",
    "felt": "Really passed",
    "took": "It took",
    "since": "{time} after start()",
    "who": "From, to",
    "request": "Request",
    "answer": "Answer",
    "parameters": "Parameters",
    "headers": "Headers",
    "record": "Record",
    "status": "Status",
    "error": "Error",
    "type": "Content type",
    "signature": "Signature",
    "signed": "valid: made with your Auth Token from this URL and these parameters",
    "unsigned": "none",
    "auth": "Authorization",
    "basic": "Basic: Account SID and Auth Token (not shown)",
    "no_answer": "No answer came",
    "no_body": "The answer has no body.",
    "cut": "{count} more characters are not shown.",
    "code": "Document",
    "python": "The same in Python",
    "curl": "The same with curl",
    "python_note": "client is Client(). Running it asks once more.",
    "curl_request_note": "From a shell this reaches the real Twilio. To practise there, run "
                         "python -m ahoy, and use the address that it prints.",
    "curl_webhook_note": "This asks your site once more, as long as it runs at this address.",
}

MEANING = {
    "neutral": "{source} and {target}: {what}.",
    "neutral note": "{source}: {what}.",
    "Request": "Your code asks Twilio’s REST API.",
    "Request GET": "Your code asks Twilio for a list. It comes in pages; the SDK fetches the next "
                   "page when it is needed.",
    "Request GET one": "Your code asks how this is now. The answer is a snapshot: it does not "
                       "change by itself.",
    "Request POST": "Your code asks Twilio to make something new. Twilio checks the parameters, "
                    "and answers with what it made.",
    "Request POST one": "Your code asks Twilio to change this. Twilio answers with how it is now.",
    "Request DELETE one": "Your code asks Twilio to delete this for good. When that works, the "
                          "answer has no body.",
    "Request POST Calls": "Your code asks Twilio to make a call. Twilio checks the parameters and "
                          "answers at once, with a call that is queued. It dials afterwards.",
    "Request POST Calls one": "Your code asks Twilio to change a call that goes on: to end it, or "
                              "to continue it with other TwiML.",
    "Request POST Messages": "Your code asks Twilio to send a text. Twilio checks the parameters "
                             "and answers at once, with a message that is queued. It sends "
                             "afterwards.",
    "Request POST Messages one": "Your code asks Twilio to change a text: to cancel it while it "
                                 "is scheduled, or to empty its body.",
    "Request GET Calls": "Your code asks for a list of calls. It comes in pages; the SDK fetches "
                         "the next page when it is needed.",
    "Request GET Calls one": "Your code asks how this call is now. The answer is a snapshot: it "
                             "does not change by itself, so ask again to learn more.",
    "Request GET Messages": "Your code asks for a list of messages. It comes in pages; the SDK "
                            "fetches the next page when it is needed.",
    "Request GET Messages one": "Your code asks how this message is now. The answer is a "
                                "snapshot: it does not change by itself.",
    "Request refused": "Your code asks Twilio’s REST API, and Twilio refuses: nothing was made or "
                       "changed. The SDK raises a TwilioRestException with this code.",
    "Webhook": "Twilio tells your site something ({purpose}), and waits for its answer.",
    "Webhook voice": "Twilio asks your site what to do with the call: it sends these parameters "
                     "and expects TwiML.",
    "Webhook message": "A text came in. Twilio asks your site what to reply: it sends these "
                       "parameters and expects TwiML.",
    "Webhook action": "A verb has done its work. Twilio sends the result to its action URL, and "
                      "expects the TwiML that goes on with the call.",
    "Webhook whisper": "Somebody has answered. Twilio asks your site what the called person hears "
                       "before the two are connected, and expects TwiML.",
    "Webhook redirect": "The call was sent on to another URL. Twilio asks there for TwiML.",
    "Webhook HTTP redirect": "Your site answered with another address, and Twilio follows it, as "
                             "a browser would.",
    "Webhook fallback": "The first URL failed. Twilio asks the fallback URL instead, and tells it "
                        "the error in ErrorCode and ErrorUrl.",
    "Webhook status callback": "Twilio tells your site what became of a call or a message. It "
                               "needs no TwiML: answer with 200 or 204.",
    "Webhook wait": "Somebody waits. Twilio asks the wait URL what they should hear meanwhile.",
    "Webhook partial result": "While somebody still speaks, Twilio tells your site the words that "
                              "it has understood so far. It needs no TwiML.",
    "Webhook recording status callback": "Twilio tells your site what became of a recording. It "
                                         "needs no TwiML.",
    "Webhook transcribe callback": "Twilio tells your site the words of a recording. It needs no "
                                   "TwiML.",
    "Webhook failed": "Twilio asked your site ({purpose}) and got no answer that it can use.",
    "Status": "The {kind} has a new status: {status}.",
    "Status call queued": "Twilio has taken the call, and dials as soon as it can.",
    "Status call ringing": "The other side’s phone is ringing. Nobody has answered yet.",
    "Status call in-progress": "Somebody, or a machine, has answered. Now Twilio asks for TwiML "
                               "and carries it out.",
    "Status call completed": "The call was answered, and has ended in the usual way. This status "
                             "is final.",
    "Status call busy": "The other side was in a call, or declined. This status is final.",
    "Status call no-answer": "Nobody answered before the time was up. This status is final.",
    "Status call canceled": "The call was cancelled before anybody answered. This status is final.",
    "Status call failed": "The call could not be connected. This status is final.",
    "Status message queued": "Twilio has taken the text, and sends it as soon as it can.",
    "Status message sending": "Twilio is handing the text to the carrier.",
    "Status message sent": "The carrier has taken the text. Whether the phone got it is not "
                           "known yet.",
    "Status message delivered": "The carrier says that the phone has the text. This status is "
                                "final.",
    "Status message received": "Your number has received this text. This status is final.",
    "Status message undelivered": "The carrier could not deliver the text, or filtered it. This "
                                  "status is final.",
    "Status message failed": "The text could not be sent: it never left Twilio. This status is "
                             "final.",
    "Status message scheduled": "Twilio keeps the text until its time has come.",
    "Status message canceled": "The scheduled text was cancelled, and is never sent.",
    "Status recording in-progress": "Twilio has begun to record.",
    "Status recording completed": "The recording is finished, and can be fetched.",
    "Status recording absent": "There was nothing to record.",
    "Heard": "{target} hears this on the phone.",
    "Heard Say": "Twilio reads the words of a <Say> out, and {target} hears them.",
    "Heard Play": "Twilio plays a sound, and {target} hears it.",
    "Heard noise": "{target} hears a noise of the telephone network, no words.",
    "Heard voice": "Somebody speaks on another phone of this call. Twilio carries the voice "
                   "through, and {target} hears it.",
    "Touched": "{source} does something on the phone{who}.",
    "Touched answers": "{source} picks up{who}. From now on the call costs money.",
    "Touched declines": "{source} declines the call{who}. Twilio reports it as busy.",
    "Touched hangs up": "{source} hangs up{who}, and the call ends.",
    "Touched presses": "{source} presses keys{who}. Twilio hears them as tones; a <Gather> "
                       "collects them.",
    "Touched says": "{source} says something{who}.",
    "Touched calls": "{source} calls a number{who}. If it is yours, Twilio asks your site what "
                     "to do.",
    "Touched texts": "{source} sends a text{who}. If it went to your number, Twilio asks your "
                     "site what to reply.",
    "Ring": "{target}’s phone begins to ring, and shows the caller’s number.",
    "Ring stopped": "{target}’s phone stops ringing before anybody has answered.",
    "Verb": "Twilio carries out the verb <{name}> of the TwiML.",
    "Verb Gather": "Twilio carries out <Gather>: it waits for keys, and then sends them to the "
                   "action URL.",
    "Verb Pause": "Twilio carries out <Pause>: the call goes on in silence.",
    "Verb Redirect": "Twilio carries out <Redirect>: it leaves this document and asks for "
                     "another.",
    "Verb Hangup": "Twilio carries out <Hangup>: it ends the call.",
    "Verb Reject": "Twilio carries out <Reject>: the call is not answered, and costs nothing.",
    "Verb Dial": "Twilio carries out <Dial>: it calls somebody else, and connects the two.",
    "Verb Parameter": "A parameter of your own goes to the app or phone that is called.",
    "Verb Record": "Twilio carries out <Record>: it records what is said from now on.",
    "Verb Enqueue": "Twilio carries out <Enqueue>: the caller waits in a queue.",
    "Text": "A text goes from {source} to {target}.",
    "Attendance": "In a conference or a queue something happens: {what}.",
    "Attendance joins": "{source} comes into the room “{name}”, and waits there or is heard by "
                        "the others.",
    "Attendance leaves": "{source} leaves the room “{name}”.",
    "Attendance starts": "The conference “{name}” begins: from now on its participants hear "
                         "each other.",
    "Attendance ends": "The conference “{name}” is over. A new one of this name would be "
                       "another one.",
    "Detected": "Twilio has listened to who answered, and tells a person from a machine.",
    "Ended": "The call is over: {what}.",
    "Alert": "Twilio’s debugger notes a fault. Your code gets no exception for it: the Console "
             "shows it, and so does this row.",
    "Alert warning": "Twilio’s debugger notes a warning. It went on all the same.",
    "by script": ", as the script of the notebook says",
    "by autopilot": ", by the autopilot: nobody touched the phone",
    "by other call": ", on the other call: your account called itself",
}

CURES = {
    "401": "Compare Account SID and Auth Token with those of the Console. In practice, run "
           "start() again and build a new Client().",
    "404": "Compare the SID in the path: does it belong to this account, and was it not deleted?",
    "429": "Too many requests at once: wait a moment, then ask again.",
    "501": "The practice Twilio cannot do this. The answer says what works instead.",
    "5xx": "Twilio itself failed. Wait a moment, then ask again.",
    "4xx": "Read which parameter the answer names, mend it, and ask again.",
    "site none": "Does the site still run? Run the cell with serve(app) again, and compare the "
                 "URL’s host and port with site.url.",
    "site 3xx": "Your site sends Twilio elsewhere without a usable address. Answer with TwiML.",
    "site 403": "Your site refused Twilio. If it checks signatures, compare the URL that it "
                "computes with the URL above.",
    "site 404": "Your site has no route for this path. Compare it with @app.route(…).",
    "site 405": "Your site has the route, but not for this method. Add methods=[\"{method}\"] to "
                "@app.route(…).",
    "site 4xx": "Your site refused the request: a check of your own said no, or the view asked for "
                "a field that Twilio does not send. Names count letter by letter.",
    "site 5xx": "Your code raised an error while it answered. site.log shows where, if serve() "
                "runs the site; else look where you started it.",
    "call failed": "Was the number right, and is the phone switched on? The rows before this "
                   "one say more.",
    "message failed": "Look the error code up on Twilio’s page, and compare From and To.",
}
