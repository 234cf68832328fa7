"""The builder leaves out what it should, packs the same bytes each time, and names every licence."""

import hashlib
import tarfile
from pathlib import Path

import pytest

from bundling import documents, left_out, pack, script
from bundling.debian import Package
from bundling.errors import BundleError
from bundling.platforms import X86_64


@pytest.mark.parametrize("path", ["os.py", "asyncio/base_events.py", "lib-dynload/_ssl.cpython-311.so"])
def test_what_is_needed_of_the_standard_library_stays(path: str) -> None:
    assert left_out.keeps_standard(path)


@pytest.mark.parametrize(
    "path", ["pdb.py", "sqlite3/dbapi2.py", "LICENSE.txt", "lib-dynload/_ctypes.cpython-311.so"]
)
def test_what_is_not_needed_of_the_standard_library_goes(path: str) -> None:
    assert not left_out.keeps_standard(path)


@pytest.mark.parametrize(
    "path", ["pygments/lexers/python.py", "pygments/lexers/_mapping.py", "textual/app.py"]
)
def test_what_is_needed_of_the_wheels_stays(path: str) -> None:
    assert left_out.keeps_wheel_file(path)


@pytest.mark.parametrize("path", ["pygments/lexers/sql.py", "textual/demo/home.py", "cffi/parse_c_type.h"])
def test_what_is_not_needed_of_the_wheels_goes(path: str) -> None:
    assert not left_out.keeps_wheel_file(path)


def test_an_archive_has_no_time_no_owner_and_one_order(tmp_path: Path) -> None:
    digests = set()
    for name in ("one", "two"):
        folder = tmp_path / name
        (folder / "bin").mkdir(parents=True)
        for file in ("b", "a", "bin/python") if name == "one" else ("bin/python", "a", "b"):
            (folder / file).write_text("x")
        pack.pack(folder, tmp_path / "archive")
        digests.add(hashlib.sha256((tmp_path / "archive").read_bytes()).hexdigest())
    with tarfile.open(tmp_path / "archive") as tar:
        entries = [(entry.name, entry.uid, entry.mtime, entry.mode) for entry in tar]
    assert entries == [(name, 0, pack.TIME, mode) for name, mode in ENTRIES]
    assert len(digests) == 1


ENTRIES = [("a", 0o644), ("b", 0o644), ("bin", 0o755), ("bin/python", 0o755)]


def test_byte_code_names_no_folder_of_the_builder(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "module.py").write_text("def f(): pass\n")
    pack.compile_sources(tmp_path)
    code = (tmp_path / "site" / "module.pyc").read_bytes()
    assert b"site/module.py" in code
    assert str(tmp_path).encode() not in code
    assert not (tmp_path / "site" / "module.py").exists()


def test_the_archive_begins_where_the_script_says() -> None:
    whole = script.render(X86_64, "1.2", b"archive")
    blocks = int(whole.split(b"skip=")[1].split()[0])
    assert whole[blocks * script.BLOCK :] == b"archive"
    assert f'"$((size))" = {len(whole)}'.encode() in whole
    assert b"@" not in whole.replace(b'"$@"', b"")


@pytest.mark.parametrize(
    ("metadata", "licence"),
    [
        ("Name: a\nLicense-Expression: MIT\nLicense: other\n\ntext", "MIT"),
        ("Name: a\nLicense: BSD-2-Clause\n", "BSD-2-Clause"),
        ("Name: a\nClassifier: License :: OSI Approved :: MIT License\n", "MIT"),
    ],
)
def test_the_licence_of_a_wheel_is_read_from_its_metadata(metadata: str, licence: str) -> None:
    assert documents.licence_of(metadata) == licence


def test_a_wheel_without_a_licence_stops_the_build() -> None:
    with pytest.raises(BundleError, match="a name no licence"):
        documents.licence_of("Name: a\n")


def test_a_line_of_the_lock_is_read_as_it_is_written() -> None:
    package = Package("amd64", "zlib1g", "1:1.2", "ab")
    assert Package.of_line(package.line) == package
