"""Twilio asks web sites: webhooks, the sites of this process, and pages that Twilio hosts."""
