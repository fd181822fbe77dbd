"""Exercise 3.2, thank once: the stub, one solution, and wrong answers with what the check says."""

# %% stub
def thank(messages):
    """Text "Thank you." once to everyone who wrote."""
    # your code here

# %% solution
def thank(messages):
    """Text "Thank you." once to everyone who wrote."""
    for number in {message.from_ for message in messages}:
        client.messages.create(to=number, from_=account.number, body="Thank you.")

# %% wrong: Alice's handset shows 2 new messages
def thank(messages):
    for message in messages:
        client.messages.create(
            to=message.from_, from_=account.number, body="Thank you."
        )

# %% wrong: the office tried to text itself
def thank(messages):
    for message in messages:
        client.messages.create(to=message.to, from_=account.number, body="Thank you.")

# %% wrong: shows “Thanks!”
def thank(messages):
    for number in {message.from_ for message in messages}:
        client.messages.create(to=number, from_=account.number, body="Thanks!")
