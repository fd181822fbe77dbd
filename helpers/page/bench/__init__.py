"""The TwiML bench and explanations on the page."""
