# %% 04-11: They are.
assert by_hand == str(by_class)

# %% 04-13: Alice hears an apology, and the trace shows an alert
assert "application error" in alice.heard[-1]
assert any("12100" in step.what for step in trace())

# %% 04-17: Two sentences and one sound reached her
assert len(alice.heard) == 3 and alice.heard[2].endswith(".mp3")

# %% 04-20: Everything after it is lost
assert bob.heard == ["We are closed."]

# %% 04-35: Alice heard the question and the pier. Chen heard the question and “Goodbye.”
assert alice.heard == ["For boats, press one.", "Your boat is at pier 4."]
assert chen.heard == ["For boats, press one.", "Goodbye."]

# %% 04-41: Twilio lists the call as busy
assert client.calls.list(to=account.number, limit=1)[0].status == "busy"
