"""Exercise 4.2, a menu: the stub, one solution, and wrong answers with what the check says."""

# %% stub
def menu(action):
    """TwiML: ask for a key, send it to `action`, say goodbye if none comes."""
    response = VoiceResponse()
    gather = Gather(action=action, num_digits=1, timeout=2)
    gather.say("For boats, press one.")
    # your code here
    return str(response)

# %% solution
def menu(action):
    """TwiML: ask for a key, send it to `action`, say goodbye if none comes."""
    response = VoiceResponse()
    gather = Gather(action=action, num_digits=1, timeout=2)
    gather.say("For boats, press one.")
    response.append(gather)
    response.say("Goodbye.")
    return str(response)

# %% wrong: “Goodbye.” came before the question
def menu(action):
    response = VoiceResponse()
    gather = Gather(action=action, num_digits=1, timeout=2)
    gather.say("For boats, press one.")
    response.say("Goodbye.")
    response.append(gather)
    return str(response)

# %% wrong: Chen pressed nothing and never heard “Goodbye.”
def menu(action):
    response = VoiceResponse()
    gather = Gather(action=action, num_digits=1, timeout=2)
    gather.say("For boats, press one.")
    response.append(gather)
    return str(response)

# %% wrong: Bob pressed 1, but his key went nowhere
def menu(action):
    response = VoiceResponse()
    response.say("For boats, press one.")
    response.say("Goodbye.")
    return str(response)

# %% wrong: Bob heard “Goodbye.” before he had time to press a key
def menu(action):
    response = VoiceResponse()
    gather = Gather(action=action, num_digits=1, timeout=2)
    gather.say("For boats, press one.")
    gather.say("Goodbye.")
    response.append(gather)
    return str(response)
