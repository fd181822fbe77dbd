# %% 06-09: No. Each word counts
assert validator.validate(address, posted, signature)
assert not validator.validate(address, forged, signature)

# %% 06-17: The call went through
assert answer == 403 and bob.heard == ["You are through."]

# %% 06-26: The alert names the code
assert any("11200" in step.what for step in trace(lost))
