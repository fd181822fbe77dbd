# %% 05-14: The page put the message into a <Say>, and Alice heard it.
assert alice.heard == ["Hello World"]

# %% 05-20: Alice heard what your own code wrote
assert alice.heard == ["ahoy hoy! Testing Twilio and Python"]

# %% 05-36: Your site answered both.
assert bob.heard == ["Harbour office. Please send us a text."]
assert bob.messages[-1].body == "You wrote: Is my boat ready?"

# %% 05-40: The view collected the news
assert news == ["initiated", "ringing", "in-progress", "completed"]
