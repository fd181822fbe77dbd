# %% 01-11: That is about two cents, before carrier fees.
assert round(cost, 2) == 0.02

# %% 01-16: She hears two.
assert alice.heard == ["Hello World", "This is the harbour office."]

# %% 01-27b: Alice's number is now in client.outgoing_caller_ids.list().
verified = [one.phone_number for one in client.outgoing_caller_ids.list()]
assert verified == [alice.number]

# %% 01-31: Look up 20003 in Twilio's list
assert (refusal.status, refusal.code) == (401, 20003)
