"""The ways in: the SDK's HTTP client, other HTTP libraries, a port, an app's own process."""
