"""How many of a thing Twilio, or practice, takes: documents, loops, replies, dialled numbers."""

from __future__ import annotations

BARREN_DOCUMENTS = 100
"""So many documents in a row in which nothing is heard or waited for end a call.

Twilio publishes no such limit; without one a `<Redirect>` to itself would never end.
"""

DOCUMENTS_OF_A_TEXT = 50
"""More documents for one text are error 14106."""

REPLIES = 10
"""More replies in one document are warning 14109, and dropped."""

LOOPS = 1000
"""`loop="0"`: until the call ends, at most this often (Say, Play)."""

DIALLED_AT_ONCE = 10
"""So many may be called at once (Twilio's pages on Number and Client)."""

CALLS_IN_EACH_OTHER = 10
"""A number whose TwiML dials the number itself would never end; what Twilio's limit is, is
not known."""
