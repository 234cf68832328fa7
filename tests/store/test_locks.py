"""Where a file system refuses locks, a file that exists meanwhile keeps others out all the same."""

import errno
import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from tui_app.store.errors import StoreError
from tui_app.store.locks import locked

REFUSED = [errno.ENOLCK, errno.EOPNOTSUPP, errno.EBADF, errno.ESTALE, errno.ENOSYS]

# Holds the lock of a file on a file system that refuses locks, until it is killed.
HOLDER = """
import fcntl, sys, time
from pathlib import Path
def refuse(*_):
    raise OSError(int(sys.argv[2]), "refused")
fcntl.flock = refuse
from tui_app.store.locks import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.fixture(params=REFUSED, ids=lambda number: errno.errorcode[number])
def number(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """The error with which every lock is refused."""
    value: int = request.param

    def refuse(*_: object) -> None:
        raise OSError(value, os.strerror(value))

    monkeypatch.setattr("fcntl.flock", refuse)
    return value


def test_a_refused_lock_is_replaced_without_a_word(tmp_path: Path, number: int) -> None:
    path = tmp_path / "file.json"
    with warnings.catch_warnings(record=True) as heard:
        for _ in range(3):
            with locked(path, timeout_s=0.5):
                path.write_text("x")
    assert [str(one.message) for one in heard] == []
    with pytest.raises(ZeroDivisionError), locked(path, timeout_s=0.5):
        raise ZeroDivisionError
    with locked(path, timeout_s=0.5):
        pass


def test_it_keeps_another_program_out_until_that_is_killed(tmp_path: Path, number: int) -> None:
    path = tmp_path / "file.json"
    command = [sys.executable, "-c", HOLDER, str(path), str(number)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        said = r"another program has held file\.json\.lock.* for 0\.1 seconds"
        with pytest.raises(StoreError, match=said), locked(path, timeout_s=0.1):
            pass
        holder.kill()
    with locked(path):
        pass


def test_any_other_error_of_the_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr("fcntl.flock", refuse)
    said = r"because of file\.json\.lock: Input/output error"
    with pytest.raises(StoreError, match=said), locked(tmp_path / "file.json"):
        pass


def test_a_lock_that_cannot_be_given_back_fails_no_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    with locked(tmp_path / "file.json"):
        monkeypatch.setattr("fcntl.flock", refuse)
