"""Exercise 5.2, reply to Bob: the stub, one solution, and wrong answers with what the check says."""

# %% stub
desk = Flask("desk")


@desk.post("/sms")
def reply():
    response = MessagingResponse()
    # your code here
    return Response(str(response), mimetype="text/xml")

# %% solution
desk = Flask("desk")


@desk.post("/sms")
def reply():
    response = MessagingResponse()
    if request.form["From"] == bob.number:
        response.message("Ahoy, Bob")
    return Response(str(response), mimetype="text/xml")

# %% wrong: Alice got a reply too
desk = Flask("desk")


@desk.post("/sms")
def reply():
    response = MessagingResponse()
    response.message("Ahoy, Bob")
    return Response(str(response), mimetype="text/xml")

# %% wrong: request.form["To"] is the office
desk = Flask("desk")


@desk.post("/sms")
def reply():
    response = MessagingResponse()
    if request.form["To"] == bob.number:
        response.message("Ahoy, Bob")
    return Response(str(response), mimetype="text/xml")

# %% wrong: in reply). End it with: return str(response)
desk = Flask("desk")


@desk.post("/sms")
def reply():
    response = MessagingResponse()
    if request.form["From"] == bob.number:
        response.message("Ahoy, Bob")
