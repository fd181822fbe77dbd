"""start.py on machines where something is in the way.

Each test runs start.py as a learner does, in a copy of the kit and in faked circumstances:
an installer that fails, a port that is taken, a Python without ensurepip. No network.
"""

from __future__ import annotations

import ast
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from helpers.starting.python import interpreter

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the faked programs are shell scripts")

ROOT = Path(__file__).resolve().parent.parent
PYTHON = getattr(sys, "_base_executable", sys.executable)

# A uv that makes a .venv whose Python only says what it was asked to run.
UV = """#!/bin/sh
echo "$1 $2" >> "$LOG"
case "$1" in
venv)
    mkdir -p "$5/bin"
    echo "home = ${4%/*}" > "$5/pyvenv.cfg"
    cp "$FAKES/python" "$5/bin/python" ;;
pip)
    [ -z "$UV_WAITS" ] || sleep "$UV_WAITS"
    [ -z "$UV_SAYS" ] || { echo "$UV_SAYS"; exit 2; } ;;
esac
"""
SPEAKING_PYTHON = """#!/bin/sh
echo "python $*"
echo "clock=$AHOY_CLOCK mode=$AHOY_MODE pythonpath=$PYTHONPATH"
"""


class Kit:
    """A copy of start.py in a folder of its own, with faked programs on its PATH."""

    def __init__(self, folder: Path, fakes: Path):
        self.folder, self.fakes = folder, fakes
        self.log = fakes / "log"
        shutil.copy(ROOT / "start.py", folder)
        shutil.copytree(ROOT / "helpers" / "starting", folder / "helpers" / "starting")
        shutil.copy(ROOT / "helpers" / "__init__.py", folder / "helpers")
        (folder / "notebooks").mkdir()
        (folder / "notebooks" / "00-start-here.ipynb").touch()
        (folder / "requirements.txt").write_text("uv==1 \\\n    --hash=sha256:00\nsix==1\n")
        (folder / "pyproject.toml").touch()
        self.script("uv", UV)
        self.script("python", SPEAKING_PYTHON)

    def script(self, name: str, text: str) -> None:
        (self.fakes / name).write_text(text)
        (self.fakes / name).chmod(0o755)

    def environment(self, **more: str) -> dict[str, str]:
        known = {"PATH": f"{self.fakes}:/usr/bin:/bin", "LOG": str(self.log), "HOME": "/nowhere"}
        return known | {"FAKES": str(self.fakes), "PIP_CONFIG_FILE": os.devnull} | more

    def start(self, *words: str, before: str = "", **env: str) -> subprocess.CompletedProcess:
        """Run start.py; `before` is Python that changes the circumstances first."""
        code = f"import sys, runpy; sys.path.insert(0, '.'); {before}\n"
        code += "runpy.run_path('start.py', run_name='__main__')"
        return subprocess.run(
            [PYTHON, "-c", code, *words],
            cwd=self.folder,
            env=self.environment(**env),
            capture_output=True,
            text=True,
            timeout=100,
        )

    def ran(self) -> list[str]:
        """What the installer was asked to do, in order."""
        return self.log.read_text().splitlines() if self.log.exists() else []


SETTING_UP = ["--version ", "venv --allow-existing", "pip install", "--version ", "pip install"]


@pytest.fixture
def kit():
    # Not tmp_path: a test reads this folder as another user.
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as fakes:
        os.chmod(folder, 0o755)
        yield Kit(Path(folder).resolve(), Path(fakes))


# --- Python ------------------------------------------------------------------------------


def test_a_python_that_is_too_old_can_read_start_py():
    """The sentence about the version is no use to a Python that stops at the syntax."""
    for file in [ROOT / "start.py", *sorted((ROOT / "helpers" / "starting").glob("*.py"))]:
        ast.parse(file.read_text(), feature_version=(3, 6))


OLD = "sys.version_info = (3, 9, 18, 'final', 0); sys.version = '3.9.18 (main)'"


def test_a_python_that_is_too_old_is_told_so(kit):
    """One sentence with both versions and what to install; nothing is made."""
    done = kit.start("lab", before=OLD, PATH="/nowhere")
    assert done.returncode == 1
    first, second = done.stderr.splitlines()
    assert first == "Ahoy needs Python 3.11 or newer; this is Python 3.9.18."
    assert second.startswith("Install a newer one")
    assert not (kit.folder / ".venv").exists()


def test_a_newer_python_on_the_machine_is_named(kit):
    """The learner gets the command to type, not a riddle; names that start nothing are passed."""
    kit.script("python3.13", "#!/bin/sh\nexit 1\n")
    kit.script("python3.12", "#!/bin/sh\nexit 0\n")
    done = kit.start("lab", "--no-browser", before=OLD, PATH=str(kit.fakes))
    assert done.stderr.splitlines()[1] == (
        "This machine has a newer one. Run:  python3.12 start.py lab --no-browser"
    )


def test_old_pythons_of_this_machine_get_the_same_sentence(kit):
    """Tried with every older Python that is on the PATH; there may be none."""
    for minor in range(6, 11):
        found = shutil.which(f"python3.{minor}")
        if found and subprocess.run([found, "-V"], capture_output=True).returncode == 0:
            said = subprocess.run([found, "start.py", "lab"], cwd=kit.folder, capture_output=True)
            assert said.stderr.startswith(b"Ahoy needs Python 3.11 or newer; this is Python 3.")


def test_without_ensurepip_debian_s_package_is_named(kit):
    """Debian's bare python3 cannot make a virtual environment with pip."""
    done = kit.start("lab", before="sys.modules['ensurepip'] = None", PATH="/nowhere")
    assert "sudo apt install python3-venv" in done.stderr
    assert not (kit.folder / ".venv").exists()


def test_windows_keeps_its_python_elsewhere():
    """Read, not tried: no Windows machine was at hand."""
    assert interpreter(".venv", windows=True).split(os.sep) == [".venv", "Scripts", "python.exe"]


# --- installing ----------------------------------------------------------------------------

FAILURES = {
    "no network": ("cause: client error (Connect)\ncause: dns error", "needs the network once"),
    "refused": ("tcp connect error\nConnection refused (os error 111)", "needs the network once"),
    "disk full": ("failed to copy: No space left on device (os error 28)", "The disk is full"),
    "read-only": ("failed to create: Read-only file system (os error 30)", "cannot be written to"),
    "altered": ("cause: Hash mismatch for `six==1.16.0`", "its hash differs"),
    "certificate": ("invalid peer certificate: UnknownIssuer", "does not trust"),
    "no version": ("Because there is no version of six==99.0", "does not have a version"),
    "long path": ("HINT: Windows Long Path support is not enabled", "a short folder"),
    "anything else": ("error: the moon is full", "    error: the moon is full\nRun the same"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_failed_installation_is_one_sentence(kit, name):
    """What the installer wrote becomes what happened and what to do; no traceback."""
    wrote, expected = FAILURES[name]
    done = kit.start("lab", UV_SAYS=wrote)
    assert done.returncode == 1
    assert expected in done.stderr
    assert "Traceback" not in done.stderr


def test_without_uv_and_network_pip_says_the_same(kit):
    """The real venv and the real pip, before an index that nobody answers for."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))  # bound, not listening: connections are refused
        index = f"http://127.0.0.1:{silent.getsockname()[1]}/simple"
        done = kit.start("lab", PATH="/nowhere", PIP_INDEX_URL=index, PIP_NO_CACHE_DIR="1")
    assert done.stderr.startswith("Installing needs the network once")


def test_a_nearly_full_disk_is_seen_before_anything_is_fetched(kit):
    """Better one sentence now than half an installation later."""
    little = "import shutil; shutil.disk_usage = lambda path: shutil._ntuple_diskusage(9, 9, 9)"
    done = kit.start("lab", before=little)
    assert done.stderr.startswith("The disk is full: the kit needs about 1000 MB in ")
    assert kit.ran() == ["--version "]


def test_a_folder_that_cannot_be_written_to_is_named(kit):
    """For example a stick that is write-protected, or somebody else's folder."""
    kit.folder.chmod(0o555)
    # Root may write everywhere, so it becomes nobody, once all is imported.
    as_somebody = "import os, fcntl, pkgutil, start; os.getuid() or os.setuid(65534)"
    done = kit.start("lab", before=as_somebody)
    kit.folder.chmod(0o755)
    assert done.stderr.startswith(f"The folder {kit.folder} cannot be written to")


def test_the_second_start_installs_nothing(kit):
    """The stamps say that all is there, so not even the installer is asked."""
    assert kit.start("lab").returncode == 0
    assert kit.ran() == SETTING_UP
    assert kit.start("lab").returncode == 0
    assert kit.ran() == SETTING_UP


def test_a_failed_installation_heals_at_the_next_start(kit):
    """Nothing of the first try is trusted."""
    assert kit.start("lab", UV_SAYS="dns error").returncode == 1
    kit.log.unlink()
    assert kit.start("lab").returncode == 0
    assert kit.ran() == SETTING_UP


def hears_ctrl_c() -> None:
    """Whoever runs the tests in the background has Ctrl-C ignored, also by what they start."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def begin(kit: Kit, **env: str) -> subprocess.Popen:
    """Start the set-up in the background, up to where the installer works."""
    running = subprocess.Popen(
        [PYTHON, "start.py", "lab"],
        cwd=kit.folder,
        env=kit.environment(**env),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=hears_ctrl_c,
    )
    deadline = time.monotonic() + 30
    while "pip install" not in kit.ran() and time.monotonic() < deadline:
        time.sleep(0.02)
    return running


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_an_interrupted_installation_heals_at_the_next_start(kit, end):
    """Killed, or Ctrl-C in the middle: the half .venv is made anew."""
    running = begin(kit, UV_WAITS="60")
    os.killpg(running.pid, end)
    _, said = running.communicate(timeout=60)
    assert ("Stopped. Run the same command again" in said) == (end == signal.SIGINT)
    kit.log.unlink()
    assert kit.start("lab").returncode == 0
    assert kit.ran() == SETTING_UP


def test_of_two_starts_at_once_one_installs(kit):
    """The second waits, then finds everything there."""
    first = begin(kit, UV_WAITS="1")
    second = kit.start("lab", UV_WAITS="1")
    first.communicate(timeout=30)
    assert second.stdout.startswith("Another start.py is setting up this folder")
    assert (first.returncode, second.returncode) == (0, 0)
    assert kit.ran() == SETTING_UP


def lock_changed(kit: Kit) -> None:
    (kit.folder / "requirements.txt").write_text("six==2\n")


def moved(kit: Kit) -> None:
    there = kit.fakes / "moved"
    shutil.move(kit.folder, there)
    kit.folder.mkdir()  # for the one who tidies up
    kit.folder = there


def base_python_gone(kit: Kit) -> None:
    (kit.folder / ".venv" / "pyvenv.cfg").write_text("home = /nowhere/bin\n")


def python_of_venv_gone(kit: Kit) -> None:
    (kit.folder / ".venv" / "bin" / "python").unlink()
    (kit.folder / ".venv" / "bin" / "python").symlink_to("/nowhere/python3")


@pytest.mark.parametrize("change", [lock_changed, moved, base_python_gone, python_of_venv_gone])
def test_an_environment_that_no_longer_fits_is_made_anew(kit, change):
    """Also the one that only looks whole."""
    kit.start("lab")
    kit.log.unlink()
    change(kit)
    assert kit.start("lab").returncode == 0
    assert kit.ran() == SETTING_UP


def test_another_python_makes_its_own_environment(kit):
    """The Python that is started is the Python that the notebooks get."""
    kit.start("lab")
    kit.log.unlink()
    kit.start("lab", before="sys.version_info = (3, 99, 0, 'final', 0)")
    assert kit.ran() == SETTING_UP


def test_a_changed_project_file_installs_the_kit_only(kit):
    """Seconds for a contributor, not a new environment."""
    kit.start("lab")
    kit.log.unlink()
    (kit.folder / "pyproject.toml").write_text("# changed\n")
    kit.start("lab")
    assert kit.ran() == ["--version ", "pip install"]


def test_an_environment_of_somebody_else_is_left_alone(kit):
    """An editor may have made .venv; it may hold the learner's own packages."""
    (kit.folder / ".venv").mkdir()
    (kit.folder / ".venv" / "mine").touch()
    done = kit.start("lab")
    assert done.stderr.startswith("There is a .venv in ")
    assert (kit.folder / ".venv" / "mine").exists()


# --- lab -------------------------------------------------------------------------------------


def test_lab_opens_the_first_notebook_on_loopback(kit):
    """Only this machine can reach it, and further words go on to JupyterLab."""
    asked = kit.start("lab", "--no-browser", "--LabApp.x=1").stdout.splitlines()[-2].split()
    assert asked[:4] == ["python", "-m", "jupyterlab", "--ServerApp.ip=127.0.0.1"]
    assert "--LabApp.default_url=/lab/tree/notebooks/00-start-here.ipynb" in asked
    assert f"--ServerApp.root_dir={kit.folder}" in asked
    assert asked[-2:] == ["--no-browser", "--LabApp.x=1"]


def test_a_pythonpath_of_the_shell_is_not_the_kit_s(kit):
    """Robotics and company set-ups put other packages there, which would shadow ours."""
    assert "pythonpath=\n" in kit.start("lab", PYTHONPATH="/elsewhere").stdout


@contextlib.contextmanager
def someone_at_a_port(answer: bytes):
    """A program on loopback that answers every GET with `answer`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_):
            """Nothing: the test's output stays clean."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    "answer, who",
    [
        (b'{"version": "2.21"}', "another Jupyter server (2.21), perhaps from an earlier start"),
        (b"hello", "another program"),
    ],
    ids=["Jupyter", "a stranger"],
)
def test_a_port_that_is_taken_says_by_whom(kit, answer, who):
    """Asked for by name, so it is not replaced in silence."""
    with someone_at_a_port(answer) as port:
        done = kit.start("lab", "--port", str(port))
    assert done.stderr.startswith(f"Port {port} is taken by {who}.\nStop that one, or leave --port")
    assert kit.ran() == []


def test_without_a_wish_the_next_free_port_is_used(kit):
    """A second lab just opens beside the first."""
    with socket.socket() as taken:
        with contextlib.suppress(OSError):  # somebody else has it: as good
            taken.bind(("127.0.0.1", 8888))
        asked = kit.start("lab").stdout.split("--ServerApp.port=")[1].split()[0]
    assert 8888 < int(asked) < 8938


@pytest.mark.parametrize("port", ["0", "65536", "eight"])
def test_what_is_no_port_is_refused(kit, port):
    """Before anything is installed."""
    assert kit.start("lab", "--port", port).stderr.startswith(f"--port {port} is not a port")


def test_the_lab_really_opens_and_asks_nothing():
    """The real JupyterLab of this kit answers on loopback, its question about news settled."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [PYTHON, "start.py", "lab", "--no-browser", f"--port={port}"]
    command += ["--IdentityProvider.token=", "--ServerApp.disable_check_xsrf=True"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    running = subprocess.Popen(command, cwd=ROOT, **quiet)
    plugin = "lab/api/settings/@jupyterlab/apputils-extension:notification"
    try:
        settings = json.loads(ask(f"http://127.0.0.1:{port}/{plugin}"))
    finally:
        running.terminate()
        running.wait(timeout=20)
    assert settings["schema"]["properties"]["fetchNews"]["default"] == "false"


def ask(url: str, patience: float = 60) -> bytes:
    """What a server answers that is still starting."""
    deadline = time.monotonic() + patience
    while True:
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return answer.read()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


# --- test and doctor ------------------------------------------------------------------------------


def test_test_runs_pytest_on_virtual_time_in_practice_mode(kit):
    """Whatever the shell says, a test never waits and never spends."""
    done = kit.start("test", "tests/x.py", "-k", "ring", AHOY_MODE="live", AHOY_CLOCK="real")
    asked, seen = done.stdout.splitlines()[-2:]
    assert asked == "python -m pytest -n 2 --dist loadscope tests/x.py -k ring"
    assert seen.startswith("clock=virtual mode=practice")


def test_long_runs_the_long_campaigns_only(kit):
    """Not everything a second time."""
    asked = kit.start("test", "--long", "-x").stdout.splitlines()[-2]
    assert asked == "python -m pytest -n 2 --dist loadscope -m long -x"


def with_the_real_python(kit: Kit) -> None:
    """The faked .venv runs this test's own Python, and finds the kit's helpers."""
    kit.script("python", f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    shutil.rmtree(kit.folder / "helpers")
    (kit.folder / "helpers").symlink_to(ROOT / "helpers")


LIVE = "AHOY_MODE=live\r\nTWILIO_AUTH_TOKEN='" + "c0ffee00" * 4 + "'\r\n"
REST = "TWILIO_ACCOUNT_SID=AC" + "0" * 32 + "\nTWILIO_PHONE_NUMBER=+14155550100\n"
REST += "AHOY_ALLOWED_NUMBERS=+14155550123\n"


@pytest.mark.parametrize(
    "text, expected",
    [
        ("", "ok    .env      practice mode: nothing leaves this machine"),
        (LIVE + REST, "ok    .env      LIVE mode: real calls and texts, at real prices"),
        ("\ufeff" + LIVE, "WRONG .env      .env: AHOY_ALLOWED_NUMBERS is missing, and AHOY_MODE "),
    ],
    ids=["practice", "live", "half-filled"],
)
def test_doctor_names_the_mode_or_what_is_missing_but_no_secret(kit, text, expected):
    """Its output may be pasted into a question to others."""
    with_the_real_python(kit)
    (kit.folder / ".env").write_text(text)
    said = kit.start("doctor").stdout
    assert next(line for line in said.splitlines() if " .env " in line).startswith(expected)
    assert "c0ffee" not in said


def test_doctor_looks_at_the_rest_when_the_installation_fails(kit):
    """One line each, and the exit code says that something is wrong."""
    done = kit.start("doctor", UV_SAYS="dns error")
    levels = {line.split()[1]: line.split()[0] for line in done.stdout.splitlines()[:-1]}
    assert levels.pop(".venv") == "WRONG" == levels["packages"]
    assert levels["Python"] == levels["disk"] == levels["network"] == "ok"
    assert done.returncode == 1


def test_doctor_finds_a_package_that_is_not_as_locked(kit):
    """Somebody upgraded something by hand."""
    with_the_real_python(kit)
    lock = "pytest==0.0.1\nnowhere==1 ; python_version<'3'\n"
    (kit.folder / "requirements.txt").write_text(lock)
    found = next(line for line in kit.start("doctor").stdout.splitlines() if "packages" in line)
    wrong = f"WRONG packages  not as in requirements.txt: pytest {pytest.__version__};"
    assert found.startswith(wrong)


@pytest.mark.parametrize("command", ["lab", "test", "doctor"])
@pytest.mark.parametrize("word", ["--help", "-h"])
def test_help_for_a_command_installs_nothing(kit, command, word):
    """Who asks what it does has not yet said yes to 500 MB."""
    done = kit.start(command, word)
    assert (0, True) == (done.returncode, done.stdout.startswith(f"python3 start.py {command}: "))
    assert not (kit.folder / ".venv").exists()


def test_a_word_that_start_py_does_not_know_shows_what_it_knows(kit):
    """Exit code 2, as for every wrong use of a command."""
    for words in [(), ("lba",)]:
        done = kit.start(*words)
        assert (done.returncode, "start.py doctor" in done.stderr) == (2, True)
    assert kit.start("--help").stdout.startswith("Ahoy's one command.")
