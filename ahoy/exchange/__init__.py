"""The exchange: calls, conferences, queues, recordings and messages in progress, on one clock."""
