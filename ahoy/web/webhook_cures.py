"""What to do about a webhook that failed: the sentence after the alert."""

from __future__ import annotations

from .http_client import is_loopback
from .webhooks import WebhookReply

_CURES = {
    400: ("Flask answers so where a view reads a parameter that was not sent: read it with"
          ' request.form.get("Digits"), and look in this story for what was sent.'),
    403: ("Your site refused the request. If it checks signatures: does it do so with this"
          " account's token, and with the URL that Twilio asked?"),
    404: "No page of your site is at this URL. Compare it with the route, letter by letter.",
    405: ('The route does not take this method: Twilio sends POST. Write methods=["POST"] at the'
          ' route, or set the method to GET where you set the URL.'),
    500: "Look at your site's log for the reason; run the view alone to see its error.",
}


def cure_of(reply: WebhookReply) -> str:
    """What to do about a webhook that failed."""
    if reply.reason:
        return why_it_failed(reply)
    if reply.status is not None:
        return _CURES.get(reply.status, _CURES[500])
    if reply.error == 11205 and is_loopback(reply.url):
        return "Is your site running? site = serve(app), and use site.url."
    if reply.error == 11205:
        return ("Practice reaches only this computer and Twilio's demo pages. Serve the page "
                "yourself: site = serve(app), and use site.url, or pass twiml=.")
    if reply.error == 11215:
        return "The site redirects in a circle. Let one URL answer with TwiML."
    if reply.error == 11750:
        return "Send less TwiML: 64 kB is the limit."
    return "Answer within 15 seconds, with TwiML, over http."


def why_it_failed(reply: WebhookReply) -> str:
    """What the view raised, and what to do; "" where that is not known."""
    if not reply.reason:
        return ""
    if "did not return a valid response" in reply.reason:  # Flask's words for None and the like
        return f"The view failed: {reply.reason}. End it with: return str(response)."
    return f"The view failed: {reply.reason}. Mend it there; site.log has the rest."
