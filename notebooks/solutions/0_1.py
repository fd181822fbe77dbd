"""Exercise 0.1, good morning: the stub, one solution, and wrong answers with what the check says."""

# %% stub
start()  # begins anew: run this cell as often as you like
call = client.calls.create(
    to=alice.number,
    from_=account.number,
    twiml="<Response><Say>Ahoy hoy!</Say></Response>",
)
display(alice)
await watch(call)

# %% solution
start()  # begins anew: run this cell as often as you like
call = client.calls.create(
    to=alice.number,
    from_=account.number,
    twiml="<Response><Say>Good morning, Alice.</Say></Response>",
)
display(alice)
await watch(call)

# %% wrong: compare capitals, comma and full stop
start()
call = client.calls.create(
    to=alice.number,
    from_=account.number,
    twiml="<Response><Say>Good morning Alice</Say></Response>",
)
await watch(call)

# %% wrong: Keep <Say> and </Say> around the words
start()
call = client.calls.create(
    to=alice.number,
    from_=account.number,
    twiml="<Response>Good morning, Alice.</Response>",
)
await watch(call)

# %% wrong: the call was declined. Your code is not to blame
start()
alice.declines(after=1)
call = client.calls.create(
    to=alice.number,
    from_=account.number,
    twiml="<Response><Say>Good morning, Alice.</Say></Response>",
)
await watch(call)
