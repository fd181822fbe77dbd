"""`python -m ahoy check app.py`: the scanner on the command line."""

from __future__ import annotations

import argparse
import sys

from ...facts.errors import AhoyError
from . import check

DESCRIPTION = """\
Reads the source of an app, without running it, and names what it asks of Twilio that is not
simulated here: calls of the SDK, their parameters, and verbs and attributes of TwiML, whether
built with twilio.twiml or written out. Faults of documents that are written out are named, too.
"""
EPILOG = """\
Exit code: 0 when all that was found is simulated, 1 when not, 2 when a file can't be read.
What is decided only when the app runs (names of methods, TwiML that is read from files) is not
seen; values that are not known are taken as harmless.
"""


def main(words: list[str]) -> int:
    """Carries out the command line after `check`. Returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m ahoy check", description=DESCRIPTION, epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("places", nargs="+", metavar="FILE_OR_FOLDER",
                        help="Python files, or folders with some")
    try:
        report = check(*parser.parse_args(words).places)
    except AhoyError as why:
        print(why, file=sys.stderr)
        return 2
    print(report)
    return 1 if report.found else 0
