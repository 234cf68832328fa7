"""Debian's packages: the lock of their versions and hashes, download, unpacking.

apt runs with folders of its own, so that packages of another architecture change nothing on this machine.
"""

import hashlib
import os
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .errors import BundleError, LockIsOldError
from .platforms import PLATFORMS, Platform

PACKAGES = {
    "gcc-12-base": "GPL-3.0-or-later WITH GCC-exception-3.1",  # only the licence of libgcc-s1
    "libc6": "LGPL-2.1-or-later",
    "libexpat1": "MIT",
    "libgcc-s1": "GPL-3.0-or-later WITH GCC-exception-3.1",
    "libpython3.11-minimal": "PSF-2.0",
    "libpython3.11-stdlib": "PSF-2.0",
    "libssl3": "Apache-2.0",
    "python3.11-minimal": "PSF-2.0",
    "zlib1g": "Zlib",
}
"""The packages whose files are bundled, with their licences as SPDX expressions."""


@dataclass(frozen=True, slots=True, order=True)
class Package:
    """One locked package: a line of ``debian.lock``."""

    architecture: str
    name: str
    version: str
    sha256: str

    @property
    def line(self) -> str:
        """The line of the lock."""
        return f"{self.architecture} {self.name} {self.version} sha256:{self.sha256}"

    @classmethod
    def of_line(cls, line: str) -> "Package":
        """Read a line of the lock."""
        architecture, name, version, digest = line.split()
        return cls(architecture, name, version, digest.removeprefix("sha256:"))


def read_lock(path: Path) -> list[Package]:
    """Read the locked packages of all architectures."""
    lines = path.read_text("utf-8").splitlines()
    return [Package.of_line(line) for line in lines if line and not line.startswith("#")]


def write_lock(path: Path, packages: Iterable[Package]) -> None:
    """Write a lock."""
    title = "# The packages of Debian 12 that are bundled. Renewed by: .ci/bundle lock"
    path.write_text("\n".join([title, *(package.line for package in sorted(packages)), ""]), "utf-8")


def download(platform: Platform, packages: Sequence[Package], folder: Path) -> list[Path]:
    """Download the locked packages of a platform, unless they are there; their files.

    Raises:
        LockIsOldError: Debian has newer versions only.
        BundleError: a file is not what the lock says.
    """
    wanted = [package for package in packages if package.architecture == platform.debian]
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / _file_name(package) for package in wanted]
    missing = [package for package, path in zip(wanted, paths, strict=True) if not path.exists()]
    if missing:
        _update(platform, folder)
        try:
            _apt(platform, folder, "download", *(f"{one.name}={one.version}" for one in missing))
        except BundleError as error:
            raise LockIsOldError(f"{error}\nRenew the lock: .ci/bundle lock, and commit it.") from None
    for package, path in zip(wanted, paths, strict=True):
        if _sha256(path) != package.sha256:
            raise BundleError(
                f"{path} is not the package that debian.lock names: remove it, and build again."
            )
    return paths


def newest(folder: Path) -> list[Package]:
    """The newest version of every package, for a new lock."""
    found = []
    for platform in PLATFORMS.values():
        into = folder / platform.debian
        into.mkdir(parents=True)
        _update(platform, into)
        _apt(platform, into, "download", *PACKAGES)
        for path in sorted(into.glob("*.deb")):
            name, version, architecture = (
                _field(path, field) for field in ("Package", "Version", "Architecture")
            )
            found.append(Package(architecture, name, version, _sha256(path)))
    return found


def unpack(paths: Iterable[Path], folder: Path) -> None:
    """Unpack packages into one root."""
    for path in paths:
        subprocess.run(["dpkg-deb", "--extract", str(path), str(folder)], check=True)


def _file_name(package: Package) -> str:
    return f"{package.name}_{package.version.replace(':', '%3a')}_{package.architecture}.deb"


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _field(path: Path, name: str) -> str:
    command = ["dpkg-deb", "--field", str(path), name]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def _update(platform: Platform, folder: Path) -> None:
    for name in ("state/lists/partial", "cache/archives/partial"):
        (folder / ".apt" / name).mkdir(parents=True, exist_ok=True)
    (folder / ".apt" / "status").touch()
    (folder / ".apt" / "apt.conf").write_text(
        f'APT::Architecture "{platform.debian}"; APT::Architectures {{ "{platform.debian}"; }};\n'
        f'Dir::State "{folder}/.apt/state"; Dir::State::status "{folder}/.apt/status";\n'
        f'Dir::Cache "{folder}/.apt/cache"; APT::Sandbox::User ""; Acquire::Languages "none";\n'
    )
    _apt(platform, folder, "update")


def _apt(platform: Platform, folder: Path, *words: str) -> None:
    environment = os.environ | {"APT_CONFIG": str(folder / ".apt" / "apt.conf")}
    done = subprocess.run(
        ["apt-get", "-qq", *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BundleError(f"apt-get {words[0]} for {platform.debian} failed: {done.stderr.strip()}")
