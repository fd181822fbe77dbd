"""Exercise 2.1, call Bob: the stub, one solution, and wrong answers with what the check says."""

# %% stub
start()  # begins anew: run this cell as often as you like
call = client.calls.create(
    to=alice.number,
    from_=account.number,
    twiml="<Response><Say>Your boat is ready.</Say></Response>",
)
display(alice, bob)
await watch(call)

# %% solution
start()  # begins anew: run this cell as often as you like
call = client.calls.create(
    to=bob.number,
    from_=account.number,
    twiml="<Response><Say>Your boat is ready.</Say></Response>",
)
display(alice, bob)
await watch(call)

# %% wrong: Alice's phone rang
start()
call = client.calls.create(
    to="+14155550123",
    from_=account.number,
    twiml="<Response><Say>Your boat is ready.</Say></Response>",
)
await watch(call)

# %% wrong: A name is not a number
start()
call = client.calls.create(
    to="Bob",
    from_=account.number,
    twiml="<Response><Say>Your boat is ready.</Say></Response>",
)
await watch(call)

# %% wrong: Bob's phone rang, but he heard “Your car is ready.”
start()
call = client.calls.create(
    to=bob.number,
    from_=account.number,
    twiml="<Response><Say>Your car is ready.</Say></Response>",
)
await watch(call)

# %% wrong: the call was declined. Your code is not to blame
start()
bob.declines(after=1)
call = client.calls.create(
    to=bob.number,
    from_=account.number,
    twiml="<Response><Say>Your boat is ready.</Say></Response>",
)
await watch(call)
