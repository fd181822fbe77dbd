"""TwiML: reading and checking documents, carrying out their verbs."""
