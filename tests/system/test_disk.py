"""A disk that is really full and one that is really read-only, mounted where only the test sees them."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.system

# Stars one instance after the other, and tells how each went.
STAR = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from tui_app.models.saved_rows import Entry
from tui_app.store.errors import StoreError
from tui_app.store.saved_files import Favourites

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
