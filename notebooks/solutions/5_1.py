"""Exercise 5.1, greet the caller: the stub, one solution, and wrong answers with what the check says."""

# %% stub
greeter = Flask("greeter")


@greeter.post("/voice")
def greet():
    response = VoiceResponse()
    response.say("Ahoy, stranger.")
    return Response(str(response), mimetype="text/xml")

# %% solution
greeter = Flask("greeter")


@greeter.post("/voice")
def greet():
    response = VoiceResponse()
    response.say("Ahoy, " + request.form["From"])
    return Response(str(response), mimetype="text/xml")

# %% wrong: Chen heard Bob's number
greeter = Flask("greeter")


@greeter.post("/voice")
def greet():
    response = VoiceResponse()
    response.say("Ahoy, +14155550145")
    return Response(str(response), mimetype="text/xml")

# %% wrong: that is the office's own number
greeter = Flask("greeter")


@greeter.post("/voice")
def greet():
    response = VoiceResponse()
    response.say("Ahoy, " + request.form["To"])
    return Response(str(response), mimetype="text/xml")

# %% wrong: your site answered 400
greeter = Flask("greeter")


@greeter.post("/voice")
def greet():
    response = VoiceResponse()
    response.say("Ahoy, " + request.args["From"])
    return Response(str(response), mimetype="text/xml")
