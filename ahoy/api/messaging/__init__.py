"""The product Messaging, messaging.twilio.com/v1: one file a resource, found by itself."""
