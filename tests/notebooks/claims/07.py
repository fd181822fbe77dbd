# %% 07-05: Each handset shows what the other person says.
assert "[Alice: Is my boat ready?]" in bob.heard
assert "[Bob: Bob speaking.]" in alice.heard

# %% 07-10: Alice heard your sentence, and the view was told busy.
assert told == ["busy"]
assert alice.heard[-1].startswith("Nobody is at the desk.")

# %% 07-14: Alice heard nothing of it.
assert "A customer is calling." in bob.heard
assert "A customer is calling." not in alice.heard

# %% 07-25: The text arrives a little after the call
assert letters == ["The foghorn at the pier is broken."]

# %% 07-31: Boats are at pier 4.
assert alice.heard[-1] == "Boats are at pier 4."

# %% 07-34: the voicemail has the whole sentence
assert chen.voicemails[-1].text == "Your shift begins at six."
assert reminder.fetch().answered_by == "machine_end_beep"

# %% 07-39: Chen heard Alice and Bob.
both = {"[Alice: Ahoy, Alice here.]", "[Bob: Ahoy, Bob here.]"}
assert both <= set(chen.heard)

# %% 07-44: They talked, and trace(waiting) has Alice's side of it: joins and leaves.
steps = [step.event for step in trace(waiting) if "queue" in step.what]
assert steps == ["joins", "leaves"]
assert "[Chen: Chen here.]" in alice.heard
assert "[Alice: My anchor is lost.]" in chen.heard
