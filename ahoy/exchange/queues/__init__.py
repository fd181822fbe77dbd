"""Queues of callers who wait, and the agents who take them."""
