"""Files: the media of messages, the sound of recordings."""
