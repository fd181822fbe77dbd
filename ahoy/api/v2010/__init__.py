"""The 2010 API, api.twilio.com: one file a resource, found by itself."""
