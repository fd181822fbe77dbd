"""Writing `.env`: nothing that stood there is lost."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from helpers import env_file
from helpers.settings import SettingsError, _File

OLD = """# mine
OTHER=1

export TWILIO_ACCOUNT_SID=old # why
#TWILIO_AUTH_TOKEN=
TWILIO_PHONE_NUMBER="a
b"
broken line"""


def written(folder: Path, text: str | None, **values: str) -> str:
    """The `.env` after writing `values` into one that held `text`."""
    file = folder / ".env"
    if text is not None:
        file.write_bytes(text.encode())
    env_file.write(values, folder)
    return file.read_bytes().decode()


def test_every_other_line_stays(tmp_path: Path) -> None:
    """Comments, blank lines, what can't be read; older values become comments."""
    assert written(tmp_path, OLD, TWILIO_ACCOUNT_SID="AC1", TWILIO_AUTH_TOKEN="t",
                   TWILIO_PHONE_NUMBER="+1", AHOY_MODE="live") == """# mine
OTHER=1

# export TWILIO_ACCOUNT_SID=old # why
export TWILIO_ACCOUNT_SID=AC1
TWILIO_AUTH_TOKEN=t
# TWILIO_PHONE_NUMBER="a
# b"
TWILIO_PHONE_NUMBER=+1
broken line
AHOY_MODE=live
"""


def test_the_same_values_change_nothing(tmp_path: Path) -> None:
    """Not a byte."""
    text = "A=1\r\nAHOY_MODE=live  # yes\r\n"
    assert written(tmp_path, text, AHOY_MODE="live", A="1") == text


def test_line_ends_and_mark_stay(tmp_path: Path) -> None:
    """A file from another system stays one of it."""
    assert written(tmp_path, "\ufeffA=1\r\nB=2", B="3", C="4") == (
        "\ufeffA=1\r\n# B=2\r\nB=3\r\nC=4\r\n")


def test_it_says_what_was_done(tmp_path: Path) -> None:
    """Where, which variables, how many older values, how many other lines."""
    (tmp_path / ".env").write_text(OLD)
    done = env_file.write({"TWILIO_ACCOUNT_SID": "AC1", "NEW": "1"}, tmp_path)
    assert done == (tmp_path / ".env", ("TWILIO_ACCOUNT_SID", "NEW"), 1, 6)


def test_a_new_file_begins_as_the_example(tmp_path: Path) -> None:
    """With its explanations, readable by its owner alone."""
    (tmp_path / ".env.example").write_text("# which mode\nAHOY_MODE=practice\n#TOKEN=\n")
    assert written(tmp_path, None, TOKEN="x", AHOY_MODE="practice") == (
        "# which mode\nAHOY_MODE=practice\nTOKEN=x\n")
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / ".env").stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == [".env", ".env.example"]


def test_it_is_written_where_start_reads(tmp_path: Path) -> None:
    """In the project's folder, from any folder below."""
    (tmp_path / "pyproject.toml").touch()
    below = tmp_path / "notebooks"
    below.mkdir()
    assert env_file.write({"A": "1"}, below).path == tmp_path / ".env"


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """The file that it leads to is written."""
    (tmp_path / "real").write_text("A=1\n")
    (tmp_path / ".env").symlink_to("real")
    env_file.write({"B": "2"}, tmp_path)
    assert (tmp_path / "real").read_text() == "A=1\nB=2\n"
    assert (tmp_path / ".env").is_symlink()


def test_what_is_no_text_is_left_alone(tmp_path: Path) -> None:
    """Written over, it would be lost."""
    (tmp_path / ".env").write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match=r"is not UTF-8 text, so nothing was written\. Open it"):
        env_file.write({"A": "1"}, tmp_path)
    assert (tmp_path / ".env").read_bytes() == b"\xff\xfe"


def test_a_folder_in_its_place_is_explained(tmp_path: Path) -> None:
    """As is everything that the system refuses."""
    (tmp_path / ".env.example").mkdir()
    with pytest.raises(SettingsError, match=r"can't be written: .*\. Nothing was changed\. Check"):
        env_file.write({"A": "1"}, tmp_path)


@example("A#")
@example("A= # mine")
@given(st.text(st.sampled_from("AB=#\"' \n\r\\x1"), max_size=60))
def test_whatever_stood_there_is_still_there(text: str) -> None:
    """Every line is found again, as it was or as a comment, and the new value counts."""
    pieces = env_file._Pieces(text)
    assert "".join(pieces.texts) == text
    pieces.set("A", "new")
    after = "".join(pieces.texts)
    for line in text.splitlines():
        assert line.strip() in after or line.lstrip().startswith(("#", "export"))
    file = _File(None)
    file._parse(after)
    assert file.lines["A"].value == "new"
