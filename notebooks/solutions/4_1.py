"""Exercise 4.1, say it twice: the stub, one solution, and wrong answers with what the check says."""

# %% stub
start()  # begins anew: run this cell as often as you like
response = VoiceResponse()
response.say("The ferry leaves at nine.")
call = client.calls.create(
    to=alice.number, from_=account.number, twiml=str(response)
)
display(alice)
await watch(call)

# %% solution
start()  # begins anew: run this cell as often as you like
response = VoiceResponse()
response.say("The ferry leaves at nine.", loop=2)
call = client.calls.create(
    to=alice.number, from_=account.number, twiml=str(response)
)
display(alice)
await watch(call)

# %% wrong: 3 times
start()
response = VoiceResponse()
response.say("The ferry leaves at nine.", loop=3)
call = client.calls.create(
    to=alice.number, from_=account.number, twiml=str(response)
)
await watch(call)

# %% wrong: as one long sentence
start()
response = VoiceResponse()
response.say("The ferry leaves at nine. The ferry leaves at nine.")
call = client.calls.create(
    to=alice.number, from_=account.number, twiml=str(response)
)
await watch(call)
