"""The product Lookup, lookups.twilio.com: one file a resource, found by itself."""
