"""The product IAM, iam.twilio.com/v1: one file a resource, found by itself."""
