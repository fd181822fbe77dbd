"""One file a resource of Twilio's REST API. A new file here is found by itself."""
