"""The bundle for ARM is put together on x86-64, and runs in an emulated processor."""

import re
import shutil
import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system.busybox_root import Root, built_once

pytestmark = pytest.mark.system

AARCH64, LOAD = 183, 1
LARGEST_PAGE = 65536
"""Bytes of a page on the ARM kernels of Red Hat and openEuler."""


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_once(tmp_path_factory, "aarch64")


@pytest.fixture(scope="module")
def folder(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The bundle, unpacked as its script does it but for the start of what is in it."""
    folder = tmp_path_factory.mktemp("cache") / "unpacking.1"
    folder.mkdir()
    blocks = re.search(rb"skip=(\d+)", bundle.read_bytes()[:16384])
    assert blocks
    command = ["dd", f"if={bundle}", "bs=4096", f"skip={blocks[1].decode()}", "status=none"]
    archive = subprocess.run(command, capture_output=True, check=True).stdout
    subprocess.run(["tar", "-xzmf", "-", "-C", str(folder)], input=archive, check=True)
    yield folder
    shutil.rmtree(folder.parent)


def test_every_program_and_library_is_for_arm_and_fits_its_largest_pages(folder: Path) -> None:
    found = 0
    for path in folder.rglob("*"):
        if path.is_file() and (data := path.read_bytes()).startswith(b"\x7fELF"):
            found += 1
            (machine,) = struct.unpack_from("<H", data, 18)
            (table,) = struct.unpack_from("<Q", data, 32)
            size, count = struct.unpack_from("<HH", data, 54)
            headers = [struct.unpack_from("<IIQQQQQQ", data, table + size * index) for index in range(count)]
            assert machine == AARCH64, path.name
            assert all(header[7] >= LARGEST_PAGE for header in headers if header[0] == LOAD), path.name
    assert found > 30


def test_it_answers_from_the_demo(folder: Path) -> None:
    def run(module: str, *arguments: str) -> str:
        loader = [emulator, f"{folder}/enos-tui", "--inhibit-cache", "--library-path", f"{folder}/lib"]
        python = [*loader, f"{folder}/bin/python3.11", "-I", "-S", "-B", f"{folder}/{module}.pyc"]
        done = subprocess.run([*python, *arguments], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    emulator = shutil.which("qemu-aarch64-static") or "qemu-aarch64-static"
    target = folder.with_name("aarch64-1")
    run("finish", str(target))
    folder = target
    try:
        assert (
            run("start", "FILE", "", "get", "118979-2021020211", "--field", "stsDesc", "--demo")
            == "SUCCESS\n"
        )
        assert '"ok"' in run("start", "FILE", "", "doctor", "--demo", "--json")
    finally:
        target.rename(folder.with_name("unpacking.1"))


def test_on_another_machine_it_says_so(bundle: Path, tmp_path: Path) -> None:
    root = Root(tmp_path / "root", bundle)
    done = root.run("version")
    assert (done.returncode, done.stdout) == (126, "")
    assert done.stderr == "enos-tui: this file is for aarch64, and this machine is x86_64.\n"
