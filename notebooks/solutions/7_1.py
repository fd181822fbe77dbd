"""Exercise 7.1, hide the caller: the stub, one solution, and wrong answers with what the check says."""

# %% stub
def pass_on(number):
    """TwiML: connect the caller to `number`, as a call from the office."""
    response = VoiceResponse()
    response.dial(number)
    return str(response)

# %% solution
def pass_on(number):
    """TwiML: connect the caller to `number`, as a call from the office."""
    response = VoiceResponse()
    response.dial(number, caller_id=account.number)
    return str(response)

# %% wrong: Bob's phone showed Alice's number
def pass_on(number):
    response = VoiceResponse()
    response.dial(number, answer_on_bridge=True)
    return str(response)

# %% wrong: Twilio did not dial: 13214
def pass_on(number):
    response = VoiceResponse()
    response.dial(number, caller_id=chen.number)
    return str(response)

# %% wrong: Bob's phone did not ring
def pass_on(number):
    response = VoiceResponse()
    Dial(caller_id=account.number).number(number)
    return str(response)
