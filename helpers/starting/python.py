"""Which Python runs start.py, and what other programs see of it."""

import os
import shutil
import subprocess
import sys

from .sentences import GET_NEWER, HAVE_NEWER, ROOT, TOO_OLD, Trouble

FLOOR = (3, 11)
VENV = os.path.join(ROOT, ".venv")
WINDOWS = os.name == "nt"


def check_python():
    """Turn away a Python that is too old, and name a newer one where there is one."""
    if sys.version_info >= FLOOR:
        return
    newer = newer_python()
    hint = HAVE_NEWER.format(newer, " ".join(sys.argv[1:])) if newer else GET_NEWER
    raise Trouble(TOO_OLD.format("{}.{}".format(*FLOOR), sys.version.split()[0]) + hint)


def newer_python():
    """The command of a Python that is new enough, or None."""
    names = [["py", "-3"]] if WINDOWS else [["python3." + str(n)] for n in range(19, 10, -1)]
    test = "import sys; sys.exit(sys.version_info < {})".format(FLOOR)
    for name in names:
        # Asked, not only found: a version manager leaves names that start nothing.
        if shutil.which(name[0]) and quiet(name + ["-c", test]) == 0:
            return " ".join(name)
    return None


def quiet(command):
    """The exit code of a command that nobody needs to see; 127 when it does not start."""
    try:
        return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except OSError:
        return 127


def base_python():
    """The Python that .venv is made from, also when start.py runs from inside .venv."""
    return getattr(sys, "_base_executable", None) or sys.executable


def interpreter(folder, windows=WINDOWS):
    """Where a virtual environment keeps its Python."""
    return os.path.join(folder, "Scripts", "python.exe") if windows else folder + "/bin/python"


def environment(**more):
    """What the kit's processes see: .venv first, and nothing of another Python's."""
    # Compiled modules are kept after all, beside the code: kernels start twice as fast.
    hidden = {"PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__", "PYTHONDONTWRITEBYTECODE"}
    env = {name: value for name, value in os.environ.items() if name not in hidden}
    scripts = os.path.dirname(interpreter(VENV))
    env.update(PATH=scripts + os.pathsep + env.get("PATH", ""), VIRTUAL_ENV=VENV)
    env.update(PIP_USER="0", PIP_DISABLE_PIP_VERSION_CHECK="1", JUPYTER_PREFER_ENV_PATH="1")
    env.update(more)
    return env
