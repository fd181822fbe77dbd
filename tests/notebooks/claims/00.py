# %% 00-06: the phone heard two sentences
assert len(alice.heard) == 2

# %% 00-12: It is "inbound", because a handset tells what it received.
assert last.direction == "inbound"
