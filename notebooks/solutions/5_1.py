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

# %% wrong: request.args has what stands in the address
greeter = Flask("greeter")


@greeter.post("/voice")
def greet():
    response = VoiceResponse()
    response.say("Ahoy, " + request.args["From"])
    return Response(str(response), mimetype="text/xml")

# %% wrong: Capitals count: request.form['From']
greeter = Flask("greeter")


@greeter.post("/voice")
def greet():
    response = VoiceResponse()
    response.say("Ahoy, " + request.form["from"])
    return Response(str(response), mimetype="text/xml")

# %% wrong: its view for /voice takes no POST
greeter = Flask("greeter")


@greeter.get("/voice")
def greet():
    response = VoiceResponse()
    response.say("Ahoy, " + request.form["From"])
    return Response(str(response), mimetype="text/xml")
