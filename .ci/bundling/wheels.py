"""The wheels from the package index: the lock of their versions and hashes, download, unpacking."""

import hashlib
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable
from pathlib import Path

from .errors import BundleError
from .platforms import PLATFORMS, PYTHON, Platform

LEFT_OUT = frozenset({"linkify-it-py", "markdown-it-py", "mdit-py-plugins", "mdurl", "pycparser"})
"""Wheels that nothing imports: those of Textual's Markdown widget, and cffi's reader of C."""


def download(platform: Platform, lock: Path, folder: Path) -> list[Path]:
    """Download the locked wheels of a platform, unless they are there; their files.

    Raises:
        BundleError: pip refuses, for example because a hash is not that of the lock.
    """
    _pip_download(platform, folder, "--no-deps", "--require-hashes", "--requirement", str(lock))
    locked = lock.read_text("utf-8")
    # What an older lock named may still lie in the folder.
    return [path for path in sorted(folder.glob("*.whl")) if _sha256(path) in locked]


def write_lock(top: Path, lock: Path, folder: Path) -> None:
    """Write a lock of all that the program and its extras need, in the versions of ``.requirements.lock``."""
    project = tomllib.loads((top / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    needed = [*project["dependencies"], *extras["socks"], *extras["poseidon"]]
    hashes: dict[str, set[str]] = {}
    for platform in PLATFORMS.values():
        into = folder / platform.name
        _pip_download(platform, into, "--constraint", str(top / ".requirements.lock"), *needed)
        for path in into.glob("*.whl"):
            name, version = name_and_version(path)
            if name not in LEFT_OUT:
                hashes.setdefault(f"{name}=={version}", set()).add(_sha256(path))
    lines = ["# The wheels that are bundled. Renewed by: .ci/bundle lock"]
    for requirement, several in sorted(hashes.items()):
        lines.append(" \\\n    ".join([requirement, *(f"--hash=sha256:{one}" for one in sorted(several))]))
    lock.write_text("\n".join([*lines, ""]), "utf-8")


def name_and_version(path: Path) -> tuple[str, str]:
    """The normalized name and the version of a wheel, from its file name."""
    name, version = path.name.split("-")[:2]
    return re.sub(r"[-_.]+", "-", name).lower(), version


def unpack(paths: Iterable[Path], folder: Path) -> None:
    """Unpack wheels into one folder of packages; scripts and headers are left out."""
    for path in paths:
        with zipfile.ZipFile(path) as wheel:
            for name in wheel.namelist():
                if ".data/" not in name:
                    wheel.extract(name, folder)


def _pip_download(platform: Platform, folder: Path, *words: str) -> None:
    tags = [word for tag in platform.wheel_tags for word in ("--platform", tag)]
    abis = [word for abi in (f"cp{PYTHON.replace('.', '')}", "abi3", "none") for word in ("--abi", abi)]
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "-qq"]
    command += ["--only-binary", ":all:", "--implementation", "cp", "--python-version", PYTHON, *tags, *abis]
    done = subprocess.run(
        [*command, "--dest", str(folder), *words], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BundleError(f"pip download for {platform.name} failed: {done.stderr.strip()}")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
