"""Exercise 2.2, call back: the stub, one solution, and wrong answers with what the check says."""

# %% stub
def call_back(calls):
    """Call everyone again whom the first round did not reach."""
    for call in calls:
        client.calls.create(to=call.to, from_=account.number, twiml=HELLO)

# %% solution
def call_back(calls):
    """Call everyone again whom the first round did not reach."""
    for call in calls:
        if call.status != "completed":
            client.calls.create(to=call.to, from_=account.number, twiml=HELLO)

# %% wrong: Alice's phone rang again, and so did the others
def call_back(calls):
    for call in calls:
        client.calls.create(to=call.to, from_=account.number, twiml=HELLO)

# %% wrong: Chen's call ended as no-answer
def call_back(calls):
    for call in calls:
        if call.status == "busy":
            client.calls.create(to=call.to, from_=account.number, twiml=HELLO)

# %% wrong: only Alice's phone rang again
def call_back(calls):
    for call in calls:
        if call.status == "completed":
            client.calls.create(to=call.to, from_=account.number, twiml=HELLO)
