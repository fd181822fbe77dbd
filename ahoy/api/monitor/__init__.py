"""The product Monitor, monitor.twilio.com/v1: one file a resource, found by itself."""
