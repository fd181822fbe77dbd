"""Messages on their way, out and in, and the replies that a document gives."""
