"""The faults of files in ``tests/README.md``: what is said, the exit code, and that each can be mended."""

import errno
import fcntl
import json
import os
import socket
import stat
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from tui_app.cli.main import main
from tui_app.demo.transport import DEMO_PROFILE_FIELDS
from tui_app.store.errors import SettingsError, StoreError
from tui_app.store.favourites import Favourites
from tui_app.store.files import write_new, write_private
from tui_app.store.history import History
from tui_app.store.locations import Locations
from tui_app.store.preferences import save_preference
from tui_app.store.searches import Searches

from .conftest import ROW, MakeEntry

README = Path(__file__).parents[1] / "README.md"
ID = "118979-2021020211"
PROFILE = f"""\
[profiles.prod]
gateway = "https://127.0.0.1:1"
access_key = "{DEMO_PROFILE_FIELDS["access_key"]}"
secret_command = "echo x"
org_id = "o"
user_id = "u"
"""


@dataclass(frozen=True, slots=True)
class FileFault:
    """One row of the table."""

    name: str
    said: str
    exit_code: int


def _rows() -> dict[str, FileFault]:
    section = README.read_text("utf-8").partition("\n## Faults of files\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {name: FileFault(name, said, int(code)) for name, _, said, code, _ in cells}


FAULTS = _rows()


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(os.path.relpath(path))


def _chain(path: Path) -> None:
    os.mkfifo(path.with_name("pipe"))
    path.with_name("second").symlink_to("pipe")
    path.with_name("first").symlink_to("second")
    path.symlink_to("first")


def _circle(path: Path) -> None:
    path.with_name("other").symlink_to(path)
    path.symlink_to("other")


KINDS: dict[str, Callable[[Path], None]] = {
    "a named pipe": os.mkfifo,
    "a device": lambda path: path.symlink_to("/dev/null"),
    "a directory": Path.mkdir,
    "a socket": _socket,
    "a chain of links to a pipe": _chain,
    "a circle of links": _circle,
}


@dataclass(frozen=True, slots=True)
class Used:
    """A file, and what uses it."""

    path: Path
    use: Callable[[], tuple[int, str]]
    """Exit code, and all that is said."""


@pytest.fixture
def places() -> Locations:
    places = Locations.of_user()
    places.history.parent.mkdir(parents=True)
    places.config.parent.mkdir(parents=True)
    return places


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], short_pauses: None) -> Callable[..., tuple[int, str]]:
    def run(*argv: str) -> tuple[int, str]:
        code = main(argv)
        return code, "".join(capsys.readouterr())

    return run


def _stored(change: Callable[[], object]) -> tuple[int, str]:
    try:
        change()
    except (StoreError, SettingsError) as error:
        return 2, str(error)
    return 0, ""


def users(places: Locations, entry: MakeEntry, command: Callable[..., tuple[int, str]]) -> dict[str, Used]:
    folder = places.config.parent
    debug, saved = folder / "debug.log", folder / "rows.csv"
    change: dict[str, tuple[Path, Callable[[], object]]] = {
        "preferences": (places.config, lambda: save_preference(places.config, "theme", "dark")),
        "favourites": (places.favourites, lambda: Favourites(places.favourites).add(entry(1))),
        "searches": (places.searches, lambda: Searches(places.searches).save("a", "prod", "when:1d")),
        "history": (places.history, lambda: History(places.history).record(entry(1))),
        "copied": (places.copied, lambda: write_private(places.copied, "text")),
        "saved": (saved, lambda: write_new(saved, "text")),
        "saved over another": (saved, lambda: write_private(saved, "text")),
    }
    return {name: Used(path, partial(_stored, use)) for name, (path, use) in change.items()} | {
        "config": Used(places.config, lambda: command("doctor", "--demo")),
        "favourites checked": Used(places.favourites, lambda: command("doctor", "--demo")),
        "searches checked": Used(places.searches, lambda: command("doctor", "--demo")),
        "history checked": Used(places.history, lambda: command("doctor", "--demo")),
        "debug log": Used(debug, lambda: command("get", ID, "--demo", "--debug", str(debug))),
    }


USERS = (
    *("preferences", "favourites", "searches", "history", "copied", "saved", "saved over another"),
    *("config", "favourites checked", "searches checked", "history checked", "debug log"),
)


@pytest.mark.parametrize("user", USERS)
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_regular_file_is_said_left_alone_and_forgotten_when_it_is_gone(
    places: Locations,
    entry: MakeEntry,
    command: Callable[..., tuple[int, str]],
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    user: str,
) -> None:
    used = users(places, entry, command)[user]
    monkeypatch.chdir(used.path.parent)
    KINDS[kind](used.path)
    before = os.lstat(used.path)
    code, said = used.use()
    assert (code, FAULTS[kind].said.rstrip(".") in said) == (FAULTS[kind].exit_code, True), said
    assert str(used.path) in said
    after = os.lstat(used.path)
    assert (after.st_ino, after.st_mode, after.st_mtime_ns) == (
        before.st_ino,
        before.st_mode,
        before.st_mtime_ns,
    )
    used.path.rename(used.path.with_name("moved"))
    assert used.use()[0] == 0


@dataclass(frozen=True, slots=True)
class Stage:
    """What the other faults are brought about with."""

    places: Locations
    entry: MakeEntry
    patch: pytest.MonkeyPatch
    command: Callable[..., tuple[int, str]]

    def star(self) -> tuple[int, str]:
        return _stored(lambda: Favourites(self.places.favourites).add(self.entry(7)))

    def get(self) -> tuple[int, str]:
        """Ask a port where nobody listens: exit code 5 where the settings are good."""
        code, said = self.command("get", ID)
        return (0, "") if code == 5 else (code, said)

    def doctor(self) -> tuple[int, str]:
        return self.command("doctor", "--demo")


Cause = Callable[[Stage], tuple[Callable[[], tuple[int, str]], Callable[[], object]]]
"""Brings a fault about; what meets it, and what mends it."""


def _lock_is_a_pipe(stage: Stage) -> tuple[Callable[[], tuple[int, str]], Callable[[], object]]:
    lock = stage.places.favourites.with_name("favourites.json.lock")
    os.mkfifo(lock)
    return stage.star, lock.unlink


def _folder_is_a_file(stage: Stage) -> tuple[Callable[[], tuple[int, str]], Callable[[], object]]:
    folder = stage.places.config.parent
    folder.rmdir()
    folder.touch()
    return stage.star, folder.unlink


def _settings(stage: Stage, text: str = PROFILE) -> Path:
    write_private(stage.places.config, text)
    return stage.places.config


def _certificates(stage: Stage) -> tuple[Callable[[], tuple[int, str]], Callable[[], object]]:
    pipe = stage.places.config.with_name("ca.pem")
    os.mkfifo(pipe)
    _settings(stage, f'{PROFILE}ca_bundle = "ca.pem"\n')
    return stage.get, lambda: _settings(stage)


def _large(stage: Stage) -> tuple[Callable[[], tuple[int, str]], Callable[[], object]]:
    _settings(stage, f"{PROFILE}#{'x' * (2 << 20)}\n")
    return stage.get, lambda: _settings(stage)


def _give_away(stage: Stage, path: Path) -> Callable[[], object]:
    """Give a file to another user, or be another one where the file cannot be given away."""
    if os.getuid() == 0:
        os.chown(path, 12345, -1, follow_symlinks=False)
        return lambda: os.chown(path, 0, -1, follow_symlinks=False)
    lstat = os.lstat

    def foreign(one: Path) -> os.stat_result:
        state = lstat(one)
        return os.stat_result((*state[:4], 12345, *state[5:])) if Path(one) == path else state

    stage.patch.setattr("tui_app.store.file_permissions.os.lstat", foreign)
    return stage.patch.undo


def _foreign(name: str) -> Cause:
    def begin(stage: Stage) -> tuple[Callable[[], tuple[int, str]], Callable[[], object]]:
        path = _settings(stage)
        return stage.get, _give_away(stage, path if name == "file" else Path(os.environ["HOME"]))

    return begin


def _open_folder(stage: Stage) -> tuple[Callable[[], tuple[int, str]], Callable[[], object]]:
    _settings(stage)
    home = Path(os.environ["HOME"])
    home.chmod(0o707)
    return stage.get, lambda: home.chmod(0o700)


def _linked(stage: Stage, mode: int) -> Path:
    """Reach the settings by three links, the middle one in a folder of its own; that link."""
    real = _settings(stage).rename(stage.places.config.with_name("real.toml"))
    links = stage.places.config.parent / "links"
    links.mkdir()
    middle = links / "middle"
    middle.symlink_to("../last")
    real.with_name("last").symlink_to(real)
    stage.places.config.symlink_to("links/middle")
    links.chmod(mode)
    return middle


def _open_links(stage: Stage) -> tuple[Callable[[], tuple[int, str]], Callable[[], object]]:
    links = _linked(stage, 0o707).parent
    return stage.get, lambda: links.chmod(0o700)


def _foreign_link(stage: Stage) -> tuple[Callable[[], tuple[int, str]], Callable[[], object]]:
    return stage.get, _give_away(stage, _linked(stage, 0o1777))


def _edited(text: str) -> Cause:
    def begin(stage: Stage) -> tuple[Callable[[], tuple[int, str]], Callable[[], object]]:
        path = stage.places.favourites
        path.write_text(text, "utf-8")
        return stage.doctor, stage.star

    return begin


def _bad_row(stage: Stage) -> tuple[Callable[[], tuple[int, str]], Callable[[], object]]:
    path = stage.places.favourites
    path.write_text(_FILE.replace('"kind": "task", ', "", 1))
    return stage.doctor, lambda: path.write_text(_FILE)


def _no_locks(number: int) -> Cause:
    def begin(stage: Stage) -> tuple[Callable[[], tuple[int, str]], Callable[[], object]]:
        def refuse(*_: object) -> None:
            raise OSError(number, os.strerror(number))

        stage.patch.setattr(fcntl, "flock", refuse)
        assert stage.star() == (0, "")
        assert [one.id for one in Favourites(stage.places.favourites).all()] == ["7-2021020211"]
        return stage.doctor, stage.star

    return begin


_ONE = json.dumps(ROW)
_TWO = json.dumps(ROW | {"id": "2-2021020211"})
_FILE = f'{{"version":1,"entries":[\n{_ONE},\n{_TWO}\n]}}\n'
CAUSES: dict[str, Cause] = {
    "a lock that is a pipe": _lock_is_a_pipe,
    "a file in place of the folder": _folder_is_a_file,
    "a certificate file that is a pipe": _certificates,
    "settings of 2 MiB": _large,
    "settings another user owns": _foreign("file"),
    "a folder another user owns": _foreign("home"),
    "a folder others may write to": _open_folder,
    "a link in a folder others may write to": _open_links,
    "a link another user owns": _foreign_link,
    "a byte order mark in favourites": _edited("\ufeff" + _FILE),
    "a comment in favourites": _edited(_FILE.replace("[\n", "[\n// mine\n")),
    "a trailing comma in favourites": _edited(_FILE.replace("\n]", ",\n]")),
    "one bad row in favourites": _bad_row,
    "favourites that are no JSON": _edited("no JSON"),
    "locks refused: ENOLCK": _no_locks(errno.ENOLCK),
    "locks refused: EOPNOTSUPP": _no_locks(errno.EOPNOTSUPP),
    "locks refused: EBADF": _no_locks(errno.EBADF),
    "locks refused: ESTALE": _no_locks(errno.ESTALE),
    "locks refused: ENOSYS": _no_locks(errno.ENOSYS),
}


def test_the_table_has_a_row_for_each_fault() -> None:
    assert list(FAULTS) == [*KINDS, *CAUSES]


@pytest.mark.parametrize("name", CAUSES)
def test_a_fault_of_a_file_is_said_and_can_be_mended(
    places: Locations,
    entry: MakeEntry,
    command: Callable[..., tuple[int, str]],
    name: str,
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        meet, mend = CAUSES[name](Stage(places, entry, patch, command))
        code, said = meet()
        folder = places.config.parent
        expected = FAULTS[name].said.format(
            file=places.config,
            home=os.environ["HOME"],
            links=folder / "links",
            link=folder / "links" / "middle",
        )
        assert code == FAULTS[name].exit_code
        assert _short(expected, folder).rstrip(".") in _short(said, folder)
        mend()
        assert meet()[0] == 0


def _short(text: str, folder: Path) -> str:
    """A text without the way to the folder of the settings."""
    return text.replace(f"{folder}/", "").replace(str(folder), folder.name)


def test_looking_at_an_edited_file_leaves_every_byte_of_it(places: Locations, entry: MakeEntry) -> None:
    path = places.favourites
    path.write_text(_FILE.replace("\n]", ", // mine\n]"))
    before, names = path.read_bytes(), sorted(os.listdir(path.parent))
    favourites = Favourites(path)
    assert len(favourites.all()) == 2
    favourites.refresh_seen(entry(2, 1))
    assert (path.read_bytes(), sorted(os.listdir(path.parent))) == (
        before,
        sorted({*names, "favourites.json"}),
    )
    assert stat.S_ISREG(path.stat().st_mode)
