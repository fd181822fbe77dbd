# %% 03-09: The text was sending, sent and delivered.
steps = [step.status for step in trace(message) if step.what.startswith("message is")]
assert steps == ["sending", "sent", "delivered"]

# %% 03-13: At once: the second branch ran, and no text exists.
assert oops.status == 400 and chen.messages == [] and bob.messages == []

# %% 03-23: Two.
assert anchored.num_segments == "2"
