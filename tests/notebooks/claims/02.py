# %% 02-11: From queued the call went to ringing, in-progress and completed.
steps = [step.status for step in trace(call) if step.what.startswith("call is")]
assert steps == ["ringing", "in-progress", "completed"]

# %% 02-25: The status is no-answer.
assert unheard.fetch().status == "no-answer"

# %% 02-38: the call is canceled
assert mistake.fetch().status == "canceled" and chen.status == "idle"

# %% 02-44: In these three cases no phone rang
assert alice.status == bob.status == chen.status == "idle"
