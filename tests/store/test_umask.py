"""Folders are their owner's alone, and files too, whatever the umask."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tui_app.store.debug_log import writing
from tui_app.store.favourites import Favourites
from tui_app.store.files import write_new
from tui_app.store.settings import resolve, save_profile

from .conftest import MakeEntry

FIELDS = {"gateway": "https://h", "access_key": "a", "secret_key": "s", "org_id": "o", "user_id": "u"}


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


@pytest.mark.parametrize("mask", [0o000, 0o002, 0o022, 0o077, 0o277, 0o777])
def test_folders_are_0700_and_files_0600_whatever_the_umask(
    tmp_path: Path, entry: MakeEntry, mask: int
) -> None:
    top = tmp_path / "a"
    config = top / "b" / "enos-tui" / "config.toml"
    with umask(mask):
        save_profile(config, "prod", FIELDS)
        Favourites(config.with_name("favourites.json")).add(entry(1))
        write_new(config.with_name("rows.csv"), "text")
        with writing(config.with_name("debug.log"), str):
            pass
        assert resolve(config, {}).name == "prod"
    folders = [path for path in (top, *top.rglob("*")) if path.is_dir()]
    files = [path for path in top.rglob("*") if path.is_file()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folders} == {0o700}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert len(files) == 6
