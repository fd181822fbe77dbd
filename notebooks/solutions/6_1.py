"""Exercise 6.1, turn the forger away: the stub, one solution, and wrong answers with what the check says."""

# %% stub
door = Flask("door")


@door.before_request
def look_at_the_signature():
    signature = request.headers.get("X-Twilio-Signature", "")
    is_valid = guard.validate(signed_url(request), request.form, signature)
    # your code here


@door.post("/voice")
def let_in():
    return "<Response><Say>You are through.</Say></Response>"

# %% solution
door = Flask("door")


@door.before_request
def look_at_the_signature():
    signature = request.headers.get("X-Twilio-Signature", "")
    is_valid = guard.validate(signed_url(request), request.form, signature)
    if not is_valid:
        return "Only Twilio may ask.", 403


@door.post("/voice")
def let_in():
    return "<Response><Say>You are through.</Say></Response>"

# %% wrong: Refuse only what guard.validate(...) says no to
door = Flask("door")


@door.before_request
def look_at_the_signature():
    return "Only Twilio may ask.", 403


@door.post("/voice")
def let_in():
    return "<Response><Say>You are through.</Say></Response>"

# %% wrong: Turn the condition round
door = Flask("door")


@door.before_request
def look_at_the_signature():
    signature = request.headers.get("X-Twilio-Signature", "")
    if guard.validate(signed_url(request), request.form, signature):
        return "Only Twilio may ask.", 403


@door.post("/voice")
def let_in():
    return "<Response><Say>You are through.</Say></Response>"

# %% wrong: The forger got the answer 200
door = Flask("door")


@door.before_request
def look_at_the_signature():
    signature = request.headers.get("X-Twilio-Signature", "")
    if not guard.validate(signed_url(request), request.form, signature):
        return "Only Twilio may ask."


@door.post("/voice")
def let_in():
    return "<Response><Say>You are through.</Say></Response>"
