"""Compiles and packs a folder, in the bundled interpreter: the bytes depend on locked packages only.

Called as: pack.py FOLDER ARCHIVE
"""

import gzip
import sys
import tarfile
from pathlib import Path
from py_compile import PycInvalidationMode, compile

TIME = 315532800
"""Modification time of every entry: the year 1980, which no tar calls implausible."""


def compile_sources(folder: Path) -> None:
    """Replace every source by its byte code, which names its source by a path below the folder."""
    for path in sorted(folder.rglob("*.py")):
        shown = str(path.relative_to(folder))
        mode = PycInvalidationMode.UNCHECKED_HASH
        compile(str(path), str(path.with_suffix(".pyc")), shown, doraise=True, invalidation_mode=mode)
        path.unlink()


def write_manifest(folder: Path) -> None:
    """Write the size and the path of every file, by which a cut or damaged copy is noticed."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [f"{path.stat().st_size} {path.relative_to(folder)}" for path in files]
    (folder / "manifest").write_text("\n".join([*lines, ""]), "utf-8")


def pack(folder: Path, archive: Path) -> None:
    """Write the folder as a compressed archive: sorted, of no owner and no time."""
    with (
        archive.open("wb") as raw,
        gzip.GzipFile("", "wb", 9, raw, mtime=0) as stream,
        tarfile.open(fileobj=stream, mode="w", format=tarfile.USTAR_FORMAT) as tar,
    ):
        for path in sorted(folder.rglob("*"), key=str):
            entry = tarfile.TarInfo(str(path.relative_to(folder)))
            entry.mtime = TIME
            if path.is_dir():
                entry.type, entry.mode = tarfile.DIRTYPE, 0o755
                tar.addfile(entry)
            else:
                entry.size, entry.mode = path.stat().st_size, _mode(path)
                with path.open("rb") as file:
                    tar.addfile(entry, file)


def _mode(path: Path) -> int:
    return 0o755 if path.name == "enos-tui" or path.parent.name == "bin" else 0o644


def main(folder: Path, archive: Path) -> None:
    """Compile, list and pack the folder."""
    compile_sources(folder)
    write_manifest(folder)
    pack(folder, archive)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
