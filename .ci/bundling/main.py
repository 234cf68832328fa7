"""The command ``.ci/bundle``: builds a bundle, or renews its locks."""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from . import debian, documents, tree, wheels
from .errors import BundleError, LockIsOldError
from .platforms import PLATFORMS, PYTHON, X86_64, Platform
from .script import render

TOP = Path(__file__).parents[2]
HERE = Path(__file__).parent
OLD_LOCK = 3
"""Exit code if Debian has newer packages than the lock names."""


def main(argv: Sequence[str] | None = None) -> int:
    """Build, or renew the locks; the exit code."""
    parser = argparse.ArgumentParser(
        ".ci/bundle",
        description="Build dist/enos-tui-VERSION-linux-ARCH.run from the commit that is checked out.",
        epilog="exit codes: 0 built, 1 not built, 3 a locked package is no longer to be had",
    )
    parser.add_argument("what", nargs="?", choices=[*PLATFORMS, "lock"], default=X86_64.name)
    parser.add_argument("--locks", type=Path, default=HERE, metavar="FOLDER", help="where the locks are")
    parser.add_argument("--dist", type=Path, default=TOP / "dist", metavar="FOLDER", help="where to write to")
    given = parser.parse_args(argv)
    try:
        if given.what == "lock":
            renew_locks(given.locks)
        else:
            print(build(PLATFORMS[given.what], given.locks.resolve(), given.dist.resolve()))
    except BundleError as error:
        print(error, file=sys.stderr)
        return OLD_LOCK if isinstance(error, LockIsOldError) else 1
    return 0


def renew_locks(locks: Path) -> None:
    """Lock the newest packages of Debian, and the wheels that ``.requirements.lock`` names."""
    with tempfile.TemporaryDirectory() as work:
        debian.write_lock(locks / "debian.lock", debian.newest(Path(work) / "debian"))
        wheels.write_lock(TOP, locks / "wheels.lock", Path(work) / "wheels")


def build(platform: Platform, locks: Path, dist: Path) -> Path:
    """Build the bundle of a platform; its file.

    Raises:
        BundleError: it cannot be built.
    """
    packages = debian.read_lock(locks / "debian.lock")
    downloads = TOP / "build" / "bundle"
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        # The interpreter for x86-64 compiles and packs, whatever the bundle is for.
        interpreter = work / X86_64.debian
        debian.unpack(debian.download(X86_64, packages, downloads / X86_64.debian), interpreter)
        root = work / platform.debian
        if platform is not X86_64:
            debian.unpack(debian.download(platform, packages, downloads / platform.debian), root)
        files = wheels.download(platform, locks / "wheels.lock", downloads / platform.name)
        wheels.unpack(files, work / "wheels")
        program = tree.export_program(TOP, work)
        tree.lay_out(work / "bundle", platform, root, work / "wheels", program)
        documents.collect_licences(root, work / "wheels", program, work / "bundle" / "licences")
        _pack(interpreter, work / "bundle", work / "archive")
        version = version_of(program)
        path = dist / f"enos-tui-{version}-linux-{platform.name}.run"
        dist.mkdir(exist_ok=True)
        path.write_bytes(render(platform, version, (work / "archive").read_bytes()))
        path.chmod(0o755)
        own = [package for package in packages if package.architecture == platform.debian]
        bill = documents.bill_of_materials(path, version, own, files, work / "wheels")
    path.with_suffix(".cdx.json").write_text(bill, "utf-8")
    (dist / "SHA256SUMS").write_text(documents.checksums(dist), "utf-8")
    return path


def version_of(program: Path) -> str:
    """The version that a package says it has."""
    found = re.search(r'^__version__ = "(.+)"$', (program / "__init__.py").read_text("utf-8"), re.MULTILINE)
    if not found:
        raise BundleError("tui_app/__init__.py has no line __version__.")
    return found[1]


def _pack(root: Path, folder: Path, archive: Path) -> None:
    libraries = f"{root}/lib/{X86_64.libraries}:{root}/usr/lib/{X86_64.libraries}"
    loader = [
        f"{root}/lib/{X86_64.libraries}/{X86_64.loader}",
        "--inhibit-cache",
        "--library-path",
        libraries,
    ]
    interpreter = [*loader, f"{root}/usr/bin/python{PYTHON}", "-s", "-S", "-B"]
    # The order in which sets are written depends on the seed of hashes, which -I would ignore.
    environment = {"PATH": os.environ["PATH"], "PYTHONHASHSEED": "0"}
    subprocess.run(
        [*interpreter, str(HERE / "pack.py"), str(folder), str(archive)], check=True, env=environment
    )
