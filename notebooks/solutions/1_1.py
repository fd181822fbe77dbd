"""Exercise 1.1, each minute begun: the stub, one solution, and wrong answers with what the check says."""

# %% stub
def cost(seconds, segments):
    """What a call of so many seconds and a text of so many segments cost, in USD."""
    minutes = seconds / 60
    return minutes * 0.0140 + segments * 0.0083

# %% solution
def cost(seconds, segments):
    """What a call of so many seconds and a text of so many segments cost, in USD."""
    minutes = math.ceil(seconds / 60)
    return minutes * 0.0140 + segments * 0.0083

# %% wrong: math.ceil rounds up to whole minutes
def cost(seconds, segments):
    minutes = round(seconds / 60)
    return minutes * 0.0140 + segments * 0.0083

# %% wrong: Count each minute once: 60 seconds are one, 61 are two
def cost(seconds, segments):
    minutes = seconds // 60 + 1
    return minutes * 0.0140 + segments * 0.0083

# %% wrong: Your function gave back None
def cost(seconds, segments):
    print(math.ceil(seconds / 60) * 0.0140 + segments * 0.0083)
