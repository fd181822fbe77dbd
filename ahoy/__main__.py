"""`python -m ahoy`: Twilio on a port of this computer, until Ctrl-C.

What it prints includes the practice account's SID and token: they open this simulator and
nothing else, and without them nothing here can be asked. A real token is never read.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from .account import account_data
from .doors import bundled_pages
from .doors.port import Port
from .facts.errors import AhoyError
from .facts.shown_text import shown
from .world import World

GUIDE = """\
Ahoy's Twilio listens on {url}, on this computer only. Stop it with Ctrl-C.
{account}

Practice credentials (they open this simulator and are worthless at Twilio):

  export TWILIO_ACCOUNT_SID={sid}
  export TWILIO_AUTH_TOKEN={token}
  export TWILIO_PHONE_NUMBER={number}

A text with curl, and then the list of texts:

  curl -u $TWILIO_ACCOUNT_SID:$TWILIO_AUTH_TOKEN \\
    {url}/2010-04-01/Accounts/$TWILIO_ACCOUNT_SID/Messages.json \\
    --data-urlencode To={friend} --data-urlencode From=$TWILIO_PHONE_NUMBER \\
    --data-urlencode Body=Ahoy
  curl -u $TWILIO_ACCOUNT_SID:$TWILIO_AUTH_TOKEN \\
    {url}/2010-04-01/Accounts/$TWILIO_ACCOUNT_SID/Messages.json

Twilio's SDKs, with those variables set:

  Python   client = Client(); client.api.base_url = "{url}"
  Node     const client = require("twilio")(); client.api.baseUrl = "{url}";
  others   give the client an HTTP client of your own that puts "{url}/" in place of "https://"

An app of yours in Python needs no change. This starts it with such a simulator beside it:

  python -m ahoy -- flask run

Another host of Twilio's is the first piece of the path, or the Host header:

  {url}/messaging.twilio.com/v1/Services

What is not simulated, and what differs from Twilio: {url}/ahoy/differences

The Twilio CLI speaks to https://api.twilio.com only and can't be pointed here: use curl.
Your site is reached on this computer: give Url=http://127.0.0.1:5000/voice, for example.
"""

EPILOG = """\
python -m ahoy -- flask run starts an app of yours beside it, unchanged: what it
asks of Twilio, by the SDK or without it, goes to this port. Both end together.
python -m ahoy check app.py names what an app asks that is not simulated
(python -m ahoy check --help).
python -m ahoy differences recording tells where recordings differ from Twilio's;
so do coverage (the REST API), verbs (TwiML) and behaviour (which rules, and from where).
The account that the notebooks share is .ahoy/practice.db in the folder of the kit:
python -m ahoy --file .ahoy/practice.db
"""


def main(words: list[str] | None = None) -> int:
    """Carries out the command line. Returns the exit code."""
    words = sys.argv[1:] if words is None else words
    if words[:1] == ["check"]:
        from .testing.scanner import command

        return command.main(words[1:])
    if words[:1] and words[0] in bundled_pages.PAGES:
        return bundled_pages.main(words)
    parser = _parser()
    words, program = _split(words)
    asked = parser.parse_args(words)
    if asked.clock == "virtual" and asked.file != ":memory:":
        parser.error("--clock virtual gives the same SIDs in every run, which a file that lasts"
                     " can't have twice. Leave --file or --clock out.")
    if asked.export and not Path(asked.file).is_file():
        parser.error("--export needs --file and the path of an account's file that exists.")
    try:
        world = World(clock=asked.clock, path=asked.file)
        try:
            return _export(world) if asked.export else _serve(world, asked.port, program)
        finally:
            world.close()
    except AhoyError as why:
        print(why, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ahoy", epilog=EPILOG,
        description="Serves the simulated Twilio REST API on this computer, until Ctrl-C.",
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=0,
                        help="where to listen; any free one if left out")
    parser.add_argument("--file", default=":memory:", metavar="PATH",
                        help="the account's SQLite file; without one, the account ends with "
                        "the program")
    parser.add_argument("--clock", choices=("real", "virtual"), default="real",
                        help="virtual: nothing waits, each request takes a second (default: real)")
    parser.add_argument("--export", action="store_true",
                        help="print the account of --file as JSON lines, without tokens, and end")
    return parser


def _split(words: list[str]) -> tuple[list[str], list[str]]:
    """Our words, and those of the program that is started beside us."""
    place = words.index("--") if "--" in words else len(words)
    return words[:place], words[place + 1:]


def _serve(world: World, port: int, program: list[str]) -> int:
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    with Port(world, port) as served:
        print(guide(world, served.url), flush=True)
        if program:
            return _beside(served, program, stop)
        while not stop.wait(1):  # a wait without end could not be interrupted on Windows
            pass
    print("Stopped.")
    return 0


def _beside(served: Port, program: list[str], stop: threading.Event) -> int:
    """Runs `program` until it ends or we are stopped. Returns its exit code."""
    try:
        running = subprocess.Popen(program, env=os.environ | served.environment)
    except OSError as why:
        raise AhoyError(f"{program[0]} could not be started: {why.strerror}. Give the command as "
                        "you would type it: python -m ahoy -- flask run") from why
    while running.poll() is None and not stop.wait(0.1):
        pass
    if running.poll() is None:
        running.terminate()
    return running.wait()


def _export(world: World) -> int:
    for line in account_data.lines(world.store):
        print(shown(line))
    return 0


def guide(world: World, url: str) -> str:
    """How to use the API at `url`."""
    kept = world.store.path if world.store.is_file else "memory: it ends with this program"
    return GUIDE.format(
        url=url, sid=world.account.sid, token=world.account.auth_token,
        number=world.number.phone_number, friend="+14155550123",
        account=f"The account is in {kept}.")


if __name__ == "__main__":
    sys.exit(main())
