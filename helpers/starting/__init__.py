"""What start.py needs to begin: the environment, the doctor, and their sentences.

Standard library only, and the syntax of Python 3.6: a Python that is too old must still
be able to read the sentence that turns it away.
"""
