"""Makes .venv once, and again when it is broken, moved or out of date.

Each step leaves a stamp when it is finished, as its last act: an installation that was
interrupted has none and is made anew. With valid stamps nothing is started at all.
"""

import contextlib
import hashlib
import os
import re
import shutil
import subprocess
import sys

from .python import VENV, base_python, environment, interpreter, quiet
from .sentences import DISK_FULL, IN_USE, NO_ENSUREPIP, NOT_OURS, ROOM, ROOT, Trouble, explain

LOCK = os.path.join(ROOT, "requirements.txt")
DATA = os.path.join(ROOT, "helpers", "starting", "data")  # tells JupyterLab to ask about no news
PROJECT = os.path.join(ROOT, "pyproject.toml")
MARK = os.path.join(VENV, "ahoy-was-here")
OWN_UV = os.path.join(os.path.dirname(interpreter(VENV)), "uv")


def ready():
    """Set up what is not set up yet. Returns the Python of .venv."""
    if not is_done("ahoy-packages") or not is_done("ahoy-kit"):
        with alone():
            if not is_done("ahoy-packages"):
                install_packages()
            if not is_done("ahoy-kit"):
                install_kit()
    return interpreter(VENV)


# --- stamps --------------------------------------------------------------------------


def stamps():
    """Stamp -> what it must say: of which lock, for which Python, in which folder."""
    python = "{}.{}".format(*sys.version_info[:2])
    return {
        "ahoy-packages": "\n".join([digest(LOCK), python, ROOT]),
        "ahoy-kit": "\n".join([digest(PROJECT), ROOT]),
    }


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def is_done(step):
    return is_alive() and read(os.path.join(VENV, step)) == stamps()[step]


def stamp(step):
    with open(os.path.join(VENV, step), "w", encoding="utf-8") as file:
        file.write(stamps()[step])


def is_alive():
    """False when .venv lost its Python, or when the Python that it was made from is gone."""
    home = re.search(r"^home *= *(.+)$", read(os.path.join(VENV, "pyvenv.cfg")), re.MULTILINE)
    if home is None or not os.path.isdir(home.group(1)):
        return False
    return os.path.exists(interpreter(VENV))


def read(path):
    """The text of a file, or "" when there is none."""
    try:
        with open(path, encoding="utf-8-sig", errors="replace") as file:
            return file.read()
    except OSError:
        return ""


# --- steps ---------------------------------------------------------------------------


@contextlib.contextmanager
def alone():
    """Of two start.py that set up at once, the second waits for the first (not on Windows)."""
    with open(os.path.join(ROOT, ".venv.lock"), "w") as file:
        with contextlib.suppress(ImportError):
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("Another start.py is setting up this folder; waiting for it.")
                fcntl.flock(file, fcntl.LOCK_EX)
        yield


def install_packages():
    uv = find_uv()
    if not uv:
        check_ensurepip()
    clear()
    check_room()
    say("Setting up .venv with {}: once, a minute or less ...".format("uv" if uv else "pip"))
    if uv:
        run([uv, "venv", "--allow-existing", "--python", base_python(), VENV], "Making .venv")
        install_with_uv(uv, "--require-hashes", "-r", LOCK)
    else:
        run([base_python(), "-m", "venv", VENV], "Making .venv")
        install_with_pip()
    stamp("ahoy-packages")


def install_kit():
    """The project itself, as an editable package: `import helpers` works from any folder."""
    install_with_uv(find_uv() or OWN_UV, "--no-deps", "--no-build-isolation", "-e", ROOT)
    shutil.copytree(DATA, VENV, dirs_exist_ok=True)
    stamp("ahoy-kit")
    say("Set up.")


def install_with_pip():
    """pip needs 40 seconds for what uv does in 5: so pip installs uv, and uv the rest.

    Where that fails (an index or a certificate that only pip was told of), pip does it all.
    """
    pip = [interpreter(VENV), "-m", "pip", "install", "--no-input", "--retries", "2"]
    # The lock names every package, so pip need not work out what else is needed.
    pip += ["--no-compile", "--no-deps", "--require-hashes", "-r"]
    try:
        run(pip + [lock_of_uv()], "Installing uv")
        install_with_uv(OWN_UV, "--require-hashes", "-r", LOCK)
    except Trouble:
        run(pip + [LOCK], "Installing")


def lock_of_uv():
    """A file with the lines of requirements.txt that are about uv."""
    path = os.path.join(VENV, "ahoy-uv.txt")
    lines = re.search(r"^uv==.*\n(    --hash.*\n)+", read(LOCK), re.MULTILINE)
    with open(path, "w", encoding="utf-8") as file:
        file.write(lines.group() if lines else "")
    return path


def install_with_uv(uv, *what):
    run([uv, "pip", "install", "--python", interpreter(VENV)] + list(what), "Installing")


def check_ensurepip():
    """Debian and Ubuntu ship Python without the part that puts pip into a new environment."""
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        raise Trouble(NO_ENSUREPIP.format(*sys.version_info[:2])) from None


def check_room():
    if shutil.disk_usage(ROOT).free < ROOM * 1000 * 1000:
        raise Trouble(DISK_FULL)


def clear():
    """Make way for a new .venv, but only where the old one is ours (or empty)."""
    if os.path.lexists(VENV):
        if not os.path.exists(MARK) and not is_empty(VENV):
            raise Trouble(NOT_OURS)
        try:
            shutil.rmtree(VENV)
        except OSError as error:
            raise Trouble(IN_USE.format(error.strerror)) from None
    os.mkdir(VENV)
    open(MARK, "w").close()


def is_empty(folder):
    return os.path.isdir(folder) and not os.listdir(folder)


def find_uv():
    """uv, when it is on the PATH and starts: seconds, where pip needs a minute."""
    uv = shutil.which("uv")
    return uv if uv and quiet([uv, "--version"]) == 0 else None


def run(command, what):
    """Run an installer quietly, counting on a terminal; its failure becomes one sentence."""
    lines = []
    try:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            universal_newlines=True,
            errors="replace",
        )
    except OSError as error:
        raise Trouble(explain(str(error), what)) from None
    for line in process.stdout or ():
        lines.append(line)
        count(sum(text.startswith("Collecting ") for text in lines))
    if process.wait():
        raise Trouble(explain("".join(lines), what))


def count(number):
    if number and sys.stdout.isatty():
        sys.stdout.write("\r  {} packages\r".format(number))
        sys.stdout.flush()


def say(text):
    print(text)
    sys.stdout.flush()
