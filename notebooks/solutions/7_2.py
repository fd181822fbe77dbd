"""Exercise 7.2, wait for the host: the stub, one solution, and wrong answers with what the check says."""

# %% stub
def meeting(is_host):
    """TwiML: join the conference; `is_host` is True for Bob alone."""
    response = VoiceResponse()
    dial = Dial()
    dial.conference("Pier meeting")
    response.append(dial)
    return str(response)

# %% solution
def meeting(is_host):
    """TwiML: join the conference; `is_host` is True for Bob alone."""
    response = VoiceResponse()
    dial = Dial()
    dial.conference(
        "Pier meeting",
        start_conference_on_enter=is_host,
        end_conference_on_exit=is_host,
    )
    response.append(dial)
    return str(response)

# %% wrong: Alice and Chen talked before Bob came
def meeting(is_host):
    response = VoiceResponse()
    dial = Dial()
    dial.conference("Pier meeting", end_conference_on_exit=is_host)
    response.append(dial)
    return str(response)

# %% wrong: the guests could still not hear each other
def meeting(is_host):
    response = VoiceResponse()
    dial = Dial()
    dial.conference("Pier meeting", start_conference_on_enter=False)
    response.append(dial)
    return str(response)

# %% wrong: Bob left, and the guests stayed
def meeting(is_host):
    response = VoiceResponse()
    dial = Dial()
    dial.conference("Pier meeting", start_conference_on_enter=is_host)
    response.append(dial)
    return str(response)
