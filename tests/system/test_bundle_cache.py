"""The folder that a bundle unpacks to: nothing planted there runs, and no fault of a disk stops it."""

import fcntl
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.system.busybox_root import ATTACKER, USER, Root, built_once

pytestmark = pytest.mark.system

SAMPLE = ("get", "118979-2021020211", "--field", "stsDesc", "--demo")
CACHE, SPARE = "home/user/.cache/enos-tui", f"var/tmp/enos-tui-{USER}"
NOWHERE = 126


@pytest.fixture
def root(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Iterator[Root]:
    yield Root(tmp_path / "root", built_once(tmp_path_factory))
    shutil.rmtree(tmp_path / "root")


@pytest.fixture
def name(root: Root) -> str:
    """The name of the folder that the bundle unpacks to."""
    found = re.search(rb"^name=(\S+)$", root.bundle.read_bytes()[:16384], re.MULTILINE)
    assert found
    return found[1].decode()


def plant(folder: Path, owner: int, mode: int = 0o755) -> None:
    """Put a program into a folder that says it was run."""
    (folder / "lib").mkdir(parents=True, exist_ok=True)
    (folder / "bin").mkdir(exist_ok=True)
    (folder / "enos-tui").write_text("#!/bin/sh\necho OWNED\n")
    for file in ("complete", "manifest", "start.pyc", "bin/python3.11"):
        (folder / file).write_text("")
    for path in (folder, *folder.rglob("*")):
        os.chown(path, owner, owner)
        path.chmod(0o755)
    folder.chmod(mode)


def assert_runs(root: Root, cache: str, before: str = "") -> None:
    """Assert that the bundle runs, from a version that it has unpacked to this folder."""
    done = root.run(*SAMPLE, before=before)
    assert (done.returncode, done.stdout, done.stderr) == (0, "SUCCESS\n", "")
    if not before:
        assert (root.unpacked(cache) / "site" / "tui_app").is_dir()


def in_the_users_cache(root: Root, name: str) -> str:
    """The attacker owns the folder of the version in a cache that everybody could once write to."""
    root.make_folder("home/user/.cache", USER)
    root.make_folder(CACHE, USER)
    plant(root.folder / CACHE / name, ATTACKER)
    return CACHE


def as_a_link(root: Root, name: str) -> str:
    """The folder of the version is a link to the attacker's."""
    root.make_folder("home/user/.cache", USER)
    root.make_folder(CACHE, USER)
    plant(root.folder / "tmp" / "evil", ATTACKER)
    (root.folder / CACHE / name).symlink_to("/tmp/evil")
    return CACHE


def writable_for_all(root: Root, name: str) -> str:
    """The folder of the version is the user's own, and everybody can write to it."""
    root.make_folder("home/user/.cache", USER)
    root.make_folder(CACHE, USER)
    plant(root.folder / CACHE / name, USER, 0o777)
    return CACHE


def below_a_shared_folder(root: Root, name: str) -> str:
    """Everybody can rename the user's cache, and put another in its place."""
    root.make_folder("home/user/.cache", USER, 0o777)
    root.make_folder(CACHE, USER)
    plant(root.folder / CACHE / name, USER)
    return SPARE


def below_the_attackers_folder(root: Root, name: str) -> str:
    """The home lies in a folder of the attacker's."""
    root.make_folder("home/user/.cache", USER)
    root.make_folder(CACHE, USER)
    plant(root.folder / CACHE / name, USER)
    os.chown(root.folder / "home", ATTACKER, ATTACKER)
    return SPARE


def in_the_shared_folder(root: Root, name: str) -> str:
    """There is no home, and the attacker has made the spare folder first."""
    shutil.rmtree(root.folder / "home" / "user")
    plant(root.folder / SPARE / name, ATTACKER)
    os.chown(root.folder / SPARE, ATTACKER, ATTACKER)
    return "var/tmp/enos-tui-1000.*"


ATTACKS: list[Callable[[Root, str], str]] = [
    in_the_users_cache,
    as_a_link,
    writable_for_all,
    below_a_shared_folder,
    below_the_attackers_folder,
    in_the_shared_folder,
]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_what_another_user_has_planted_never_runs(
    root: Root, name: str, attack: Callable[[Root, str], str]
) -> None:
    where = attack(root, name)
    for _ in range(2):
        done = root.run(*SAMPLE)
        assert (done.returncode, done.stdout, done.stderr) == (0, "SUCCESS\n", "")
    (unpacked,) = root.folder.glob(f"{where}/{name}")
    assert unpacked.stat().st_uid == USER
    assert unpacked.stat().st_mode & 0o777 == 0o700


def test_the_folder_that_the_user_names_comes_first(root: Root) -> None:
    root.run(*SAMPLE)
    root.make_folder("opt/own", USER)
    root.environment["ENOS_TUI_CACHE"] = "/opt/own"
    assert_runs(root, "opt/own")


def test_a_group_that_is_the_users_own_may_write(root: Root) -> None:
    root.make_folder("home/user/.cache", USER, 0o775)
    assert_runs(root, CACHE)


@pytest.mark.parametrize("options", ["size=20m", "noexec", "ro"])
def test_a_home_that_is_full_noexec_or_read_only_leads_to_the_spare_folder(root: Root, options: str) -> None:
    mount = f"mount -t tmpfs -o {options},mode=755,uid={USER},gid={USER} none {root.folder}/home/user"
    for _ in range(2):
        assert_runs(root, SPARE, mount)
    assert (root.unpacked(SPARE) / "complete").exists()
    assert [path.name for path in (root.folder / SPARE).iterdir()] == [root.unpacked(SPARE).name]


def test_where_nothing_can_be_used_it_says_why_and_what_to_do(root: Root) -> None:
    full, no_exec = (
        f"mount -t tmpfs -o {options},mode=755,uid={USER},gid={USER} none {root.folder}"
        for options in ("size=20m", "noexec")
    )
    done = root.run(*SAMPLE, before=f"{full}/home/user; {no_exec}/var/tmp")
    assert (done.returncode, done.stdout) == (NOWHERE, "")
    reasons = done.stderr.splitlines()
    assert "No space left" in reasons[1]
    assert reasons[2] == f"  /{SPARE}: nothing may be executed there (mounted noexec)"
    assert reasons[3].startswith("Set ENOS_TUI_CACHE to a folder of your own")


def test_it_is_started_by_sh_where_it_may_not_be_executed(root: Root) -> None:
    opt = root.folder / "opt"
    mount = f"mount --bind {opt} {opt}; mount -o remount,bind,noexec {opt}"
    done = root.run(*SAMPLE, program=("/bin/sh", "/opt/enos-tui.run"), before=mount)
    assert (done.returncode, done.stdout, done.stderr) == (0, "SUCCESS\n", "")


def test_six_first_starts_at_once_all_run_and_leave_one_folder(root: Root, name: str) -> None:
    command = root.command("/opt/enos-tui.run", *SAMPLE)
    starts = [
        subprocess.Popen(command, env=root.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for _ in range(6)
    ]
    assert [start.communicate()[0] for start in starts] == [b"SUCCESS\n"] * 6
    assert [path.name for path in (root.folder / CACHE).iterdir()] == [name]


def test_a_first_start_that_is_killed_half_way_harms_no_later_one(root: Root) -> None:
    command = root.command("/opt/enos-tui.run", *SAMPLE)
    with subprocess.Popen(command, env=root.environment, start_new_session=True) as start:
        while not list((root.folder / CACHE).glob("unpacking.*/lib")):
            assert start.poll() is None
            time.sleep(0.001)
        os.killpg(start.pid, signal.SIGKILL)
    assert not list((root.folder / CACHE).glob("x86_64-*"))
    assert_runs(root, CACHE)


@pytest.mark.parametrize("missing", ["site/textual/app.pyc", "site/tui_app/cli", "complete", "start.pyc"])
def test_what_a_cleaner_has_removed_is_unpacked_again(root: Root, missing: str) -> None:
    root.run(*SAMPLE)
    path = root.unpacked(CACHE) / missing
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    assert_runs(root, CACHE)
    assert path.exists()


def test_a_file_that_was_cut_on_the_way_says_so(root: Root) -> None:
    size = root.bundle.stat().st_size
    data = root.bundle.read_bytes()
    root.bundle.unlink()
    root.bundle.write_bytes(data[:1_000_000])
    root.bundle.chmod(0o755)
    done = root.run(*SAMPLE)
    said = f"enos-tui: /opt/enos-tui.run has 1000000 bytes instead of {size}. Copy it again.\n"
    assert (done.returncode, done.stdout, done.stderr) == (NOWHERE, "", said)


def test_a_damaged_file_runs_nothing_and_leaves_nothing(root: Root) -> None:
    data = bytearray(root.bundle.read_bytes())
    data[len(data) // 2] ^= 1
    root.bundle.unlink()
    root.bundle.write_bytes(data)
    root.bundle.chmod(0o755)
    done = root.run(*SAMPLE)
    assert (done.returncode, done.stdout) == (NOWHERE, "")
    assert done.stderr == "enos-tui: /opt/enos-tui.run is damaged. Copy it again.\n"
    assert list((root.folder / CACHE).iterdir()) == []


def test_older_versions_go_unless_somebody_runs_them(root: Root, name: str) -> None:
    root.run(*SAMPLE)
    for version in ("x86_64-unused", "x86_64-used", "aarch64-other"):
        plant(root.folder / CACHE / version, USER)
    shutil.rmtree(root.folder / CACHE / name)
    with (root.folder / CACHE / "x86_64-used" / "complete").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        assert root.run(*SAMPLE).stdout == "SUCCESS\n"
    left = {path.name for path in (root.folder / CACHE).iterdir()}
    assert left == {name, "x86_64-used", "aarch64-other"}


def test_a_session_holds_its_version_while_it_runs(root: Root) -> None:
    root.run(*SAMPLE)
    at_work = f"900302-{datetime.now(UTC):%Y%m%d%H}"
    command = root.command("/opt/enos-tui.run", "wait", at_work, "--demo")
    inode = (root.unpacked(CACHE) / "complete").stat().st_ino
    with subprocess.Popen(command, env=root.environment, stdout=subprocess.PIPE) as session:
        while not _is_held(inode):
            assert session.poll() is None
        session.kill()
    assert not _is_held(inode)


def _is_held(inode: int) -> bool:
    """Whether a process holds the file; to try a lock would be in the way of the one that is waited for."""
    return any(line.split()[5].endswith(f":{inode}") for line in Path("/proc/locks").read_text().splitlines())
