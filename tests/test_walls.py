"""Who may know whom, and how large a piece may be: read from the source, nothing is run."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import helpers
from ahoy.facts import alerts
from tests.house import AHOY, KIT, arrows, circles, found_in, imports

ROOT = Path(__file__).resolve().parent.parent
PAGE = sorted((ROOT / "helpers" / "page").rglob("*.py"))
HELPERS = ROOT / "helpers"
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
OURS = [ROOT / "start.py", *AHOY, *KIT]

JUPYTER = {"IPython", "ipykernel", "ipywidgets", "anywidget", "traitlets", "jupyter_client"}


def imports_of(file: Path) -> set[str]:
    return {one.name for one in found_in(file)}


def within(name: str, *packages: str) -> bool:
    return any(name == package or name.startswith(package + ".") for package in packages)


def offenders(files: list[Path], look: Callable[[Path], Iterable]) -> dict[str, list]:
    """File -> what was found there that should not be; empty when all is well."""
    found = {file.relative_to(ROOT).as_posix(): sorted(look(file)) for file in files}
    assert found, "no file was looked at"
    return {name: things for name, things in found.items() if things}


def without(allowed: dict[str, set[str]], found: dict[str, list]) -> dict[str, list]:
    """What is left when the exceptions are taken away, and exceptions that nobody needs."""
    left = {name: sorted(set(things) - allowed.get(name, set())) for name, things in found.items()}
    unused = {name: ["exception not needed"] for name, may in allowed.items()
              if not may <= set(found.get(name, []))}
    return {name: things for name, things in left.items() if things} | unused


# --- walls ---------------------------------------------------------------------------------


def test_the_simulator_knows_nothing_of_the_kit():
    """It is a package of its own: nothing of helpers, nothing of Jupyter."""

    def strangers(file: Path) -> set[str]:
        return {name for name in imports_of(file) if within(name, "helpers", *JUPYTER)}

    assert offenders(AHOY, strangers) == {}


def test_importing_the_simulator_loads_no_jupyter_and_no_web_stack():
    """It starts in a test, in a script and in a kernel in the browser, where these are missing."""
    heavy = sorted({*JUPYTER, "tornado", "requests", "urllib3", "aiohttp", "flask", "werkzeug"})
    code = f"import sys; from ahoy import World; print(*[m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert (done.stdout.strip(), done.stderr) == ("", "")


ROOMS = ("facts", "clock", "trace", "store", "numbers", "twiml", "media", "account", "web",
         "phones", "exchange", "api", "world", "doors", "testing", "__main__")
"""The rooms of `ahoy/`, from the ground up: each knows only those before it."""


def test_each_room_knows_only_the_rooms_below_it():
    """So one can be read, and changed, without those above. What types alone need does not
    count: nothing is loaded for them."""

    def above(file: Path) -> set[str]:
        mine = _room(".".join(file.relative_to(ROOT).with_suffix("").parts))
        rooms = {_room(one.name) for one in found_in(file)
                 if within(one.name, "ahoy") and not one.is_for_types}
        return {room for room in rooms if ROOMS.index(room) > ROOMS.index(mine)}

    assert offenders([file for file in AHOY if file.parent.name != "ahoy" or
                      file.name != "__init__.py"], above) == {}


def _room(name: str) -> str:
    return name.split(".")[1]


def test_a_dozen_folders_stand_at_the_top():
    """A stranger reads their names first, and each says one thing."""
    folders = {path.name for path in (ROOT / "ahoy").iterdir()
               if path.is_dir() and path.name != "__pycache__"}
    files = {path.stem for path in (ROOT / "ahoy").glob("*.py")} - {"__init__"}
    assert folders | files == set(ROOMS)
    assert len(folders) <= 12


def test_a_circle_would_be_found():
    """Else the law below could not fail."""
    graph = {"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set()}
    assert [("b", "c")] == circles(graph)


def test_no_modules_import_each_other():
    """Deferred imports counted in: what is in a circle can only be read as one lump."""
    assert circles(arrows()) == []


# Imports in a function, in `ahoy/`, and why: all for what they would cost at the start.
DEFERRED_MAY = {
    "ahoy/__init__.py": {"importlib"},  # everything is loaded on first use
    "ahoy/__main__.py": {"ahoy.testing.scanner.command"},  # only `check` needs the scanner
    "ahoy/testing/pytest_plugin.py": {"ahoy.testing.simulator.Simulator"},  # see its docstring
    "ahoy/doors/http_libraries.py": {  # a program beside a port loads this file alone
        "ahoy.api.api_request.received", "ahoy.doors.port.Port", "ahoy.facts.errors.AhoyError",
        "ahoy.facts.errors.NotStarted", "ahoy.world.current"},
}


def test_an_import_in_a_function_has_a_reason():
    """Never to break a circle; of our own modules only."""

    def deferred(file: Path) -> set[str]:
        return {one.name for one in found_in(file)
                if one.is_deferred and (within(one.name, "ahoy") or one.name == "importlib")}

    assert without(DEFERRED_MAY, offenders(AHOY, deferred)) == {}


# What the page reads beside handsets and trace, and why it may.
PAGE_MAY = {
    "helpers/page/forms/field_rules.py": {"facts", "numbers", "twiml"},  # forms judge by its rules
    "helpers/page/forms/voice_form.py": {"twiml"},  # … and a voice by those of <Say>
    "helpers/page/phones/dock.py": {"current"},  # which phones there are
    "helpers/page/phones/presence.py": {"current"},  # … and that a person is at their page
    "helpers/page/account/account_reader.py": {  # the account and its costs: by the SDK
        "NotStarted", "current", "onlooker"},
    "helpers/page/account/spending.py": {"AhoyError", "facts"},  # of when the prices are
}


def test_the_page_acts_through_phones_and_reads_the_trace():
    """So a picture cannot disagree with what happened."""

    def rooms(file: Path) -> set[str]:
        inside = {n.split(".")[1] for n in imports_of(file) if n.startswith("ahoy.")}
        return inside - {"phones", "trace"}

    assert without(PAGE_MAY, offenders(PAGE, rooms)) == {}


LIVE_ROOMS = ("helpers.account", "helpers.settings", "helpers.live")
# watch() asks the account which mode it is, and shows Twilio's own records when it is live.
# credentials_form() writes what live mode needs, judged as start() judges it.
# What is hidden is hidden in both modes.
MODES = ("account", "settings", "watching", "credentials_entry", "env_file", "hidden_tokens")
MODES_MAY = {HELPERS / f"{name}.py" for name in MODES} | set((HELPERS / "live").glob("*.py"))


def test_only_the_account_knows_that_there_are_two_modes():
    """Everything else runs the same in practice and live."""

    def rooms(file: Path) -> set[str]:
        return {name for name in imports_of(file) if within(name, *LIVE_ROOMS)}

    assert offenders(sorted(set(KIT) - MODES_MAY), rooms) == {}


# Where time and chance may come from, and why.
TIME_MAY = {
    "ahoy/clock.py": {"time.monotonic", "time.sleep", "time.time"},  # the clock
    "ahoy/web/http_client.py": {"time.monotonic"},  # how long a real server took to answer
    "ahoy/store/sids.py": {"random", "secrets"},  # the one source
    "ahoy/store/living_kernels.py": {"uuid.uuid4"},  # tells two kernels apart; seen by nobody
}
CHANCE = {"random", "secrets"}
READS = re.compile(
    r"time\.(time|monotonic|perf_counter|process_time|sleep|localtime)(_ns)?"
    r"|uuid\.uuid[14]|os\.urandom|.*\b(date|datetime|dt)\.(now|utcnow|today)"
)


def reads_of_time_and_chance(file: Path) -> set[str]:
    """Modules of chance that are imported, and what reads a clock: `time.time`, `datetime.now`."""
    names, nodes = imports_of(file), ast.walk(ast.parse(file.read_text()))
    used = names | {ast.unparse(node) for node in nodes if isinstance(node, ast.Attribute)}
    return {name.split(".")[0] for name in names} & CHANCE | set(filter(READS.fullmatch, used))


def test_time_and_chance_come_from_one_place():
    """Otherwise two runs of a lesson would differ."""
    assert without(TIME_MAY, offenders(AHOY, reads_of_time_and_chance)) == {}


def code_of(notebook: Path) -> Iterator[ast.AST]:
    for cell in json.loads(notebook.read_text())["cells"]:
        if cell["cell_type"] == "code":
            flags = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
            yield compile("".join(cell["source"]), notebook.name, "exec", flags)


def test_a_notebook_imports_the_face_twilio_flask_and_the_standard_library():
    """What a learner copies from it works outside the course, too."""
    face = {f"helpers.{name}" for name in helpers.__all__}

    def strangers(notebook: Path) -> set[str]:
        names = {one.name for tree in code_of(notebook) for one in imports(tree)}
        known = {"twilio", "flask", *sys.stdlib_module_names}
        return {name for name in names - face if name.split(".")[0] not in known}

    assert offenders(NOTEBOOKS, strangers) == {}


def test_nothing_bends_sys_path():
    """Set-up installs the package; a file that bends the path works in one folder only."""
    bend = re.compile(r"sys\.path\.(?:insert|append|extend)|sys\.path *\+?= ")
    assert offenders(OURS, lambda file: bend.findall(file.read_text())) == {}


# --- one place for one thing -----------------------------------------------------------------


def test_only_one_writer_changes_a_status():
    """It asks the tables of life cycles; whoever wrote past it could show what Twilio can't."""

    def writes(file: Path) -> set[str]:
        calls = (node for node in ast.walk(ast.parse(file.read_text()))
                 if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("store.update"))
        return {ast.unparse(node) for node in calls
                if any(word.arg == "status" for word in node.keywords)}

    files = [file for file in AHOY if file.name != "statuses.py"]
    assert offenders(files, writes) == {}


def test_a_sentence_of_the_debugger_stands_in_one_place():
    """In `facts/alerts.py`: elsewhere it is asked for by its code."""
    told = {text.partition("{}")[0].strip(" :") for _, text in alerts.TABLE.values()}
    told = {text for text in told if len(text) > 15}

    def typed(file: Path) -> set[str]:
        texts = (node.value for node in ast.walk(ast.parse(file.read_text()))
                 if isinstance(node, ast.Constant) and isinstance(node.value, str))
        return {text for text in texts for sentence in told if text.startswith(sentence)}

    files = [file for file in AHOY if file.name != "alerts.py"]
    assert without(SENTENCES_MAY, offenders(files, typed)) == {}


# The same words, where they are something else.
SENTENCES_MAY: dict[str, set[str]] = {
    "ahoy/facts/errors.py": {  # refusals of the REST API with the same words
        "Attempt to send to unsubscribed recipient", "Conference is full",
        "Invalid ApplicationSid"},
}


# --- sizes -----------------------------------------------------------------------------------


def test_a_file_is_about_one_thing():
    """At most 300 lines that are neither blank nor comment."""

    def too_long(file: Path) -> list[int]:
        lines = [line.strip() for line in file.read_text().splitlines()]
        count = sum(bool(line) and not line.startswith("#") for line in lines)
        return [count] if count > 300 else []

    assert offenders(OURS, too_long) == {}


def test_a_function_fits_on_a_screen():
    """At most 40 lines, docstring aside."""

    def too_long(file: Path) -> list[str]:
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
        found = [n for n in ast.walk(ast.parse(file.read_text())) if isinstance(n, kinds)]
        return [f"{node.name}: {size(node)} lines" for node in found if size(node) > 40]

    assert offenders(OURS, too_long) == {}


def size(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0
