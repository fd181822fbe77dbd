"""Exercise 3.1, one segment: the stub, one solution, and wrong answers with what the check says."""

# %% stub
start()  # begins anew: run this cell as often as you like
message = client.messages.create(
    to=bob.number,
    from_=account.number,
    body="Bob – your boat’s ready. Pier 4 closes at six, so please come before then.",
)
display(bob)
await watch(message)

# %% solution
start()  # begins anew: run this cell as often as you like
message = client.messages.create(
    to=bob.number,
    from_=account.number,
    body="Bob - your boat's ready. Pier 4 closes at six, so please come before then.",
)
display(bob)
await watch(message)

# %% wrong: ’ is still there
start()
message = client.messages.create(
    to=bob.number,
    from_=account.number,
    body="Bob - your boat’s ready. Pier 4 closes at six, so please come before then.",
)
await watch(message)

# %% wrong: The text does not say “ready” any more
start()
message = client.messages.create(
    to=bob.number,
    from_=account.number,
    body="Bob, come.",
)
await watch(message)
