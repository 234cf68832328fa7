"""A disk that is really full and one that is really read-only, mounted where only the test sees them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.harness import SAMPLE
from tests.pty_terminal import Terminal

pytestmark = pytest.mark.system

# Stars one instance after the other, and tells how each went.
STAR = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from tui_app.models.saved_rows import Entry
from tui_app.store.errors import StoreError
from tui_app.store.favourites import Favourites

favourites = Favourites(Path(sys.argv[1]))
for number in sys.argv[2:]:
    try:
        favourites.add(Entry(id=f"{number}-2021020211", kind="task", profile="p", seen_at=datetime.now(UTC)))
    except StoreError as error:
        print(error)
    else:
        print("saved", number)
print("there:", *(entry.id.partition("-")[0] for entry in favourites.all()))
"""


def in_a_mount(folder: Path, script: str) -> list[str]:
    """What a shell script prints that may mount things; `$star` stars the numbers it is given."""
    star = f"{sys.executable} -c '{STAR}' {folder}/favourites.json"
    shell = f'set -e; cd {Path(__file__).parents[2]}; star() {{ {star} "$@"; }}\n{script}'
    done = subprocess.run(["unshare", "-rm", "sh", "-c", shell], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def test_a_full_disk_keeps_what_was_saved_and_goes_on_when_there_is_room(tmp_path: Path) -> None:
    path = tmp_path / "favourites.json"
    assert in_a_mount(
        tmp_path,
        f"""
        mount -t tmpfs -o size=64k none {tmp_path}
        star 1 2
        cat /dev/zero > {tmp_path}/filler 2>/dev/null || true
        star 3 4
        ls -A {tmp_path}
        rm {tmp_path}/filler
        star 5
        """,
    ) == [
        "saved 1",
        "saved 2",
        "there: 2 1",
        f"{path} cannot be written: No space left on device.",
        f"{path} cannot be written: No space left on device.",
        "there: 2 1",
        "favourites.json",
        "favourites.json.lock",
        "filler",
        "saved 5",
        "there: 5 2 1",
    ]


def test_a_read_only_disk_is_told_and_still_read(tmp_path: Path) -> None:
    path = tmp_path / "favourites.json"
    assert in_a_mount(
        tmp_path,
        f"""
        star 1
        mount --bind {tmp_path} {tmp_path}
        mount -o remount,bind,ro {tmp_path}
        star 2
        """,
    ) == [
        "saved 1",
        "there: 1",
        f"{path} cannot be changed, because of favourites.json.lock: Read-only file system.",
        "there: 1",
    ]


def _home(folder: Path, kind: str) -> str:
    """The commands that mount a home of a kind."""
    return {
        "read-only": f"mount -t tmpfs -o ro none {folder}",
        "full": f"mount -t tmpfs -o size=16k none {folder}; cat /dev/zero > {folder}/filler 2>/dev/null || :",
    }[kind]


FULL, READ_ONLY = "No space left on device.", "Read-only file system."
ON_A_RECORD = ["--demo", SAMPLE]
F2, F3, F9 = "\x1bOQ", "\x1bOR", "\x1b[20~"


@pytest.mark.parametrize(("kind", "reason"), [("read-only", READ_ONLY), ("full", FULL)])
@pytest.mark.parametrize(
    ("arguments", "keys", "file"),
    [
        (ON_A_RECORD, [], "history.json"),
        (ON_A_RECORD, ["f"], "favourites.json"),
        (["--demo"], [F3, F2, "a", "enter"], "searches.json"),
        (["--demo"], ["down", "down", "down", "down", "W"], "watches.json"),
        (["--demo"], [F9, "down", "down", "enter"], "config.toml"),
    ],
    ids=["history", "favourite", "search", "watch", "theme"],
)
def test_a_home_that_takes_no_file_is_told_in_a_sentence_and_the_keys_work(
    tmp_path: Path, kind: str, reason: str, arguments: list[str], keys: list[str], file: str
) -> None:
    shell = f'{_home(tmp_path, kind)}; exec "$@"'
    program = [sys.executable, "-m", "tui_app", *arguments]
    environment = {"HOME": str(tmp_path), "TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": os.defpath}
    command = ["unshare", "-rm", "sh", "-c", shell, "sh", *program]
    with Terminal(command, environment, str(Path(__file__).parents[2]), size=(160, 40)) as terminal:
        terminal.wait_for("Refresh" if arguments == ON_A_RECORD else "RUNNING")
        for key in keys:
            terminal.press(key)
            terminal.wait_for_rest()
        terminal.wait_for(f"{file} cannot be", reason)
        assert "Traceback" not in terminal.text
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0


@pytest.mark.parametrize(
    ("kind", "hint"),
    [
        ("read-only", "Its file system is mounted read-only: let XDG_CONFIG_HOME and XDG_STATE_HOME name"),
        ("full", "Its file system is full: make room."),
    ],
)
def test_the_doctor_names_a_file_system_that_takes_no_file(tmp_path: Path, kind: str, hint: str) -> None:
    program = f"HOME={tmp_path} {sys.executable} -m tui_app doctor --demo || echo exit code $?"
    printed = "\n".join(in_a_mount(tmp_path, f"{_home(tmp_path, kind)}\n{program}"))
    assert printed.count(hint) == 5 and printed.endswith("exit code 2")
