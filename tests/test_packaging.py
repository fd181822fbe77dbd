"""The files around the code: what they promise is there, and they agree with each other."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import hatchling.build
import pytest
from packaging.requirements import Requirement

from ahoy.doors import bundled_pages
from helpers.starting.python import FLOOR

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
IN = (ROOT / "requirements.in").read_text()
LOCK = (ROOT / "requirements.txt").read_text()
README = (ROOT / "README.md").read_text()
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
BASE_PYTHON = getattr(sys, "_base_executable", sys.executable)
TEXTS = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "requirements.in", "requirements.txt"]
TEXTS += ["pyproject.toml", "Makefile", "postBuild", ".ci/run", ".env.example", "start.py"]
TEXTS += [".devcontainer/devcontainer.json"]


def wanted() -> dict[str, Requirement]:
    """Name -> what requirements.in asks for."""
    lines = [line.split("#")[0].strip() for line in IN.splitlines()]
    return {Requirement(line).name: Requirement(line) for line in lines if line}


def pins() -> dict[str, Requirement]:
    """Name -> what requirements.txt pins."""
    lines = re.findall(r"^([A-Za-z0-9][^\\\n]*==[^\\\n]*)", LOCK, re.MULTILINE)
    return {Requirement(line).name: Requirement(line) for line in lines}


# --- requirements --------------------------------------------------------------------------


def test_every_requirement_says_why():
    """One line each: the name, the oldest version, the reason."""
    lines = [line for line in IN.splitlines() if line and not line.startswith("#")]
    assert [line for line in lines if not re.match(r"[\w-]+>=[\d.]+\S* +# \w", line)] == []


def test_the_lock_holds_what_is_asked_for():
    """Each name of requirements.in is pinned, to a version that it allows."""
    locked = pins()
    for name, requirement in wanted().items():
        version = str(locked[name].specifier).removeprefix("==")
        assert requirement.specifier.contains(version), (name, version)


def test_every_pin_has_hashes():
    """A package that was changed on its way is refused."""
    blocks = re.split(r"^(?=[A-Za-z0-9])", LOCK, flags=re.MULTILINE)[1:]
    assert [block.split("==")[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_the_lock_names_no_place():
    """Neither an index nor a folder of the machine that made it."""
    assert re.findall(r"--(?:extra-)?index-url|--find-links|file:|https?:|^-e", LOCK, re.M) == []


def test_the_package_asks_for_nothing_that_is_not_locked():
    """What a user of the package needs is tried with the versions of the lock."""
    asked = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
    assert {str(one) for one in asked} - {str(one) for one in wanted().values()} == set()


def test_all_agree_on_the_oldest_python():
    """start.py, the package, the linter, the hosts and the README."""
    floor = "{}.{}".format(*FLOOR)
    assert PROJECT["project"]["requires-python"] == f">={floor}"
    assert PROJECT["tool"]["ruff"]["target-version"] == "py" + floor.replace(".", "")
    assert f"Python {floor}" in README
    hosted = re.fullmatch(r"python-(\d+)\.(\d+)\n", (ROOT / "runtime.txt").read_text())
    assert tuple(map(int, hosted.groups())) >= FLOOR


def test_the_readme_names_the_oldest_twilio_sdk():
    """Said in words and asked for in the same number."""
    oldest = re.search(r">=([\d.]+)", str(wanted()["twilio"])).group(1)
    assert f"twilio {oldest}" in README


# --- the package ---------------------------------------------------------------------------


def test_the_package_is_the_simulator_and_nothing_else(tmp_path, monkeypatch):
    """No `helpers`, which many projects have of their own; no file outside its folder;
    with the pages of docs/ that it shows."""
    monkeypatch.chdir(ROOT)
    names = zipfile.ZipFile(tmp_path / hatchling.build.build_wheel(str(tmp_path))).namelist()
    held = {name for name in names if not re.match(r"ahoy_phone-[\d.]+\.dist-info/", name)}
    files = [path for path in (ROOT / "ahoy").rglob("*") if path.is_file()]
    ours = {path.relative_to(ROOT).as_posix() for path in files if path.suffix != ".pyc"}
    pages = {f"ahoy/doors/docs/{page}" for page in bundled_pages.PAGES.values()}
    assert ours | pages == held
    assert "ahoy/py.typed" in held


def test_helpers_can_be_imported_from_any_folder(tmp_path):
    """The set-up installed the package; a notebook's kernel starts in notebooks/."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    code = "import helpers; print(helpers.__file__)"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=env, capture_output=True)
    assert Path(done.stdout.decode().strip()) == ROOT / "helpers" / "__init__.py"


def test_the_code_is_tidy():
    """ruff finds nothing; `ruff check --fix` repairs most of what it would find."""
    command = [sys.executable, "-m", "ruff", "check", "--quiet", "--no-cache", "."]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.stdout + done.stderr == ""


WRONG = """\
from ahoy.api.request_context import UncheckedAsk
from ahoy.exchange.verbs import SOUNDS, record

def ring(leg): ...
def whose(ask: UncheckedAsk) -> object: return ask.account
SOUNDS["Record"] = record.record
"""
"""No types; an account before access was checked; an announcement that records."""


def test_the_types_hold(tmp_path):
    """mypy finds nothing but what is wrong here on purpose, else this law could not fail.
    Exceptions stand in pyproject.toml and beside the line, with reasons."""
    (tmp_path / "wrong.py").write_text(WRONG)
    command = [sys.executable, "-m", "mypy", "--cache-dir", str(tmp_path / "cache"),
               "--no-pretty", "ahoy", "helpers", str(tmp_path / "wrong.py")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    found = [line.replace(str(tmp_path), "") for line in done.stdout.splitlines()
             if ": error: " in line]
    assert (["/wrong.py:4 no-untyped-def", "/wrong.py:5 attr-defined", "/wrong.py:6 assignment"],
            "") == ([re.sub(r"(:\d+): .*\[(.*)\]", r"\1 \2", one) for one in found], done.stderr)


# --- hosts, CI and settings ------------------------------------------------------------------


@pytest.mark.parametrize("name", ["postBuild", ".ci/run"])
def test_a_script_is_executable_and_bash_can_read_it(name):
    """And it stops at its first mistake."""
    script = ROOT / name
    assert script.stat().st_mode & stat.S_IXUSR
    assert "set -euo pipefail" in script.read_text()
    assert subprocess.run(["bash", "-n", script], capture_output=True).stderr == b""


def test_ci_runs_the_commands_of_the_readme():
    """What a contributor can run is what CI runs."""
    run = (ROOT / ".ci/run").read_text()
    assert re.findall(r'^"\$python" (.*)', run, re.M) == ["start.py test", "start.py test --long"]


def test_the_dev_container_sets_itself_up():
    """With the same command as everybody."""
    container = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text())
    assert container["postCreateCommand"] == "python3 start.py doctor"


def test_every_setting_that_the_kit_reads_is_in_the_example():
    """.env.example is where a learner looks for what there is."""
    files = [*(ROOT / "helpers").rglob("*.py"), *(ROOT / "ahoy").rglob("*.py")]
    source = "".join(path.read_text() for path in files)
    read = set(re.findall(r'"((?:AHOY|TWILIO)_[A-Z_]*[A-Z]|PUBLIC_URL)"', source))
    example = (ROOT / ".env.example").read_text()
    # of the SDK, hidden from it in practice; of tests, twice; of a program beside a port
    shell_only = {"TWILIO_REGION", "TWILIO_EDGE", "TWILIO_API_KEY", "TWILIO_API_SECRET",
                  "AHOY_CHROMIUM", "AHOY_TWILIO", "AHOY_KEEP"}
    shown = set(re.findall(r"^#?(\w+)=", example, re.MULTILINE))
    assert read - shell_only - shown == set()


def test_the_example_turns_nothing_on_and_holds_no_secret():
    """Copied as it is, it means practice."""
    lines = (ROOT / ".env.example").read_text().splitlines()
    settings = [line.lstrip("#").split("=") for line in lines if re.match(r"#?\w+=", line)]
    filled = [name for name, value in settings if value and not value.startswith("+1415555")]
    assert filled == ["AHOY_MODE", "AHOY_BUDGET", "AHOY_CLOCK", "AHOY_HOME"]
    assert [line for line in lines if line and not line.startswith("#")] == ["AHOY_MODE=practice"]


def test_secrets_and_the_practice_account_are_never_committed():
    """Asked of git itself, where there is a repository."""
    ignored = (ROOT / ".gitignore").read_text().splitlines()
    assert {".env", ".env.*", "!.env.example", ".ahoy/", ".venv/"} <= set(ignored)


@pytest.mark.parametrize("name", TEXTS)
def test_no_file_names_a_machine_or_a_registry(name):
    """Folders of somebody's home and hosts of package indexes are nobody else's business."""
    places = r"/home/\w|/root/|/Users/\w|/tmp/\w|pypi\.(?:org|python)|pythonhosted|registry\.npm"
    assert re.findall(places, (ROOT / name).read_text()) == []


# --- README ------------------------------------------------------------------------------------


def test_the_two_commands_are_near_the_top():
    """Within the first screen, as they are typed."""
    top = "\n".join(README.splitlines()[:45])
    assert "python3 start.py lab" in top
    assert "python3 start.py test" in top
    assert "## What is simulated, what is not" in "\n".join(README.splitlines()[:70])


def test_the_readme_is_short_and_finds_its_readers_in_their_order():
    """A learner, a teacher, a tester, a contributor, and who is in trouble."""
    assert len(README.splitlines()) < 200
    parts = ["Start", "What you will be able to do", "Teach", "Test your own app", "Contribute",
             "If it does not work"]
    headings = re.findall(r"^## (.*)", README, re.MULTILINE)
    assert parts == [heading for heading in headings if heading in parts]
    texts = README + (ROOT / "CONTRIBUTING.md").read_text()
    linked = set(re.findall(r"\]\((docs/[\w-]+\.md)\)", texts))
    assert {f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md")} - linked == set()


def test_the_table_of_notebooks_is_the_folder():
    """In order, each with a link."""
    linked = re.findall(r"\]\(notebooks/([\w-]+\.ipynb)\)", README)
    assert list(dict.fromkeys(linked)) == [path.name for path in NOTEBOOKS]


def test_every_link_of_the_readme_leads_somewhere():
    """Files that exist and headings that are there."""
    headings = re.findall(r"^#+ (.*)", README, re.MULTILINE)
    anchors = {"#" + re.sub(r"[^\w\- ]", "", text).lower().replace(" ", "-") for text in headings}
    links = re.findall(r"\]\(([^)\s]+)\)|(?:src|srcset)=\"([^\"]+)\"", README)
    targets = {target for pair in links for target in pair if target}
    local = {target for target in targets if not re.match(r"https?:", target)}
    files = {target.split("#")[0] for target in local - anchors}
    assert {file for file in files if not (ROOT / file).is_file()} == set()


@pytest.mark.parametrize("name", ["README.md", "docs/page.md", "docs/states.md"])
def test_every_picture_says_what_it_shows(name):
    """In 5 to 40 words, for those who do not see it."""
    page = (ROOT / name).read_text()
    alts = re.findall(r"!\[([^\]]*)\]\(|<img[^>]*alt=\"([^\"]*)\"", page)
    words = [len((markdown or html).split()) for markdown, html in alts]
    assert words
    assert all(5 <= count <= 40 for count in words)


# --- long: with the network -----------------------------------------------------------------------


def fresh_clone(folder: Path) -> Path:
    """The kit without anything that was made on this machine."""
    made = (".venv", ".venv.lock", ".git", ".ahoy", ".env", "__pycache__", ".*_cache")
    return Path(shutil.copytree(ROOT, folder / "kit", ignore=shutil.ignore_patterns(*made)))


def machine(folder: Path, path: str) -> dict[str, str]:
    """An empty home, no caches, and only these programs."""
    (folder / "home").mkdir()
    own = ("PYTHON", "AHOY_", "VIRTUAL_ENV", "XDG_", "UV_", "PIP_FIND", "PIP_CACHE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    return kept | {"HOME": str(folder / "home"), "PATH": path}


@pytest.mark.long
@pytest.mark.parametrize(
    "maker, circumstances",
    [("uv", {}), ("venv and pip", {}), ("venv and pip", {"UV_OFFLINE": "1"})],
    ids=["uv", "pip that installs uv", "pip alone"],
)
def test_a_fresh_clone_with_an_empty_home_sets_itself_up(tmp_path, maker, circumstances):
    """From the lock with its hashes, in each of the three ways; then the hosts' second step."""
    kit = fresh_clone(tmp_path)
    programs = tmp_path / "bin"
    programs.mkdir()
    if maker == "uv":
        (programs / "uv").symlink_to(Path(sys.prefix) / "bin" / "uv")
    env = machine(tmp_path, str(programs)) | circumstances
    said = run([BASE_PYTHON, "start.py", "doctor"], kit, env)
    assert f"ok    .venv     made by {maker}\nok    packages  all as in requirements.txt" in said
    if maker == "venv and pip":
        run(["./postBuild"], kit, env | {"PATH": f"{kit}/.venv/bin:/usr/bin:/bin"})


def run(command: list[str], folder: Path, env: dict[str, str]) -> str:
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.long
def test_the_lock_is_what_make_lock_makes(tmp_path):
    """Whoever changes requirements.in also makes the lock anew."""
    command = re.search(r"^lock:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(), re.M).group(1)
    for name in ("requirements.in", "requirements.txt"):
        shutil.copy(ROOT / name, tmp_path)
    env = os.environ | {"PATH": f"{sys.prefix}/bin:{os.environ['PATH']}"}
    subprocess.run(command.replace("\\\n", " "), shell=True, cwd=tmp_path, env=env, check=True)
    assert (tmp_path / "requirements.txt").read_text() == LOCK
