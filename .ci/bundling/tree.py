"""Lays out the folder that the bundle unpacks to."""

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from .errors import BundleError
from .left_out import keeps_standard, keeps_wheel_file
from .platforms import PYTHON, Platform

LIBRARIES = (
    "libc.so.6",
    "libcrypto.so.3",
    "libdl.so.2",
    "libexpat.so.1",
    "libgcc_s.so.1",
    "libm.so.6",
    "libpthread.so.0",
    "libresolv.so.2",
    "librt.so.1",
    "libssl.so.3",
    "libutil.so.1",
    "libz.so.1",
)
"""Shared libraries of the interpreter, its extension modules and the wheels."""

INSIDE = Path(__file__).with_name("inside")


def lay_out(folder: Path, platform: Platform, root: Path, packages: Path, program: Path) -> None:
    """Copy what is bundled into a folder.

    Args:
        folder: is made.
        platform: the machine.
        root: Debian's packages, unpacked.
        packages: the wheels, unpacked.
        program: the package ``tui_app``.
    """
    (folder / "bin").mkdir(parents=True)
    (folder / "lib").mkdir()
    # The loader's file name is what ps and tmux show as the name of the process.
    shutil.copy(_library(root, platform, platform.loader), folder / "enos-tui")
    shutil.copy(root / "usr" / "bin" / f"python{PYTHON}", folder / "bin")
    for name in LIBRARIES:
        shutil.copy(_library(root, platform, name), folder / "lib" / name)
    standard = root / "usr" / "lib" / f"python{PYTHON}"
    _copy(standard, folder / "lib" / standard.name, filter(keeps_standard, _files(standard)))
    _copy(packages, folder / "site", filter(keeps_wheel_file, _files(packages)))
    _copy(program, folder / "site" / program.name, _files(program))
    for name in ("start.py", "finish.py"):
        shutil.copy(INSIDE / name, folder)
    for path in packages.glob("*.dist-info/METADATA"):
        headers = path.read_text("utf-8").partition("\n\n")[0]
        kept = folder / "site" / path.parent.name / path.name
        kept.parent.mkdir()
        kept.write_text(f"{headers}\n", "utf-8")


def export_program(top: Path, folder: Path) -> Path:
    """Take the program from the commit that is checked out; its package.

    Raises:
        BundleError: this is no git repository.
    """
    command = ["git", "-C", str(top), "archive", "HEAD", "tui_app"]
    archive = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if archive.returncode:
        raise BundleError("The program is taken from a commit: build in a clone of the repository.")
    subprocess.run(["tar", "-xf", "-", "-C", str(folder)], input=archive.stdout, check=True)
    return folder / "tui_app"


def _library(root: Path, platform: Platform, name: str) -> Path:
    for folder in ("lib", "usr/lib"):
        path = root / folder / platform.libraries / name
        if path.exists():
            return path
    raise BundleError(f"{name} is in none of the packages: add its package to PACKAGES in debian.py.")


def _files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def _copy(source: Path, target: Path, names: Iterable[str]) -> None:
    for name in names:
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source / name, path)
