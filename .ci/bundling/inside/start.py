"""Starts the program from the unpacked bundle.

The file that the user started calls it: start.pyc FILE LC_CTYPE ARGUMENT ...; LC_CTYPE is the user's own.
"""

import fcntl
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
BOOTS = os.path.join(HERE, "boots")


def is_whole(here: str) -> bool:
    """Whether nothing is missing: cleaners remove old files one by one, and a power cut may leave some empty.

    A file that is removed changes its folder's time. Sizes are compared once after each boot.
    """
    try:
        with open(os.path.join(here, "complete"), encoding="utf-8") as lines:
            for line in lines:
                time_ns, _, path = line.rstrip("\n").partition(" ")
                if os.stat(os.path.join(here, path)).st_mtime_ns != int(time_ns):
                    return False
        mark = os.path.join(here, "boots", boot_id())
        if os.path.exists(mark):
            return True
        if not has_all_files(here):
            return False
    except (OSError, ValueError):
        return False
    try:
        with open(mark, "x"):
            pass
    except OSError:  # Another session was first, or the folder cannot be written.
        pass
    return True


def has_all_files(here: str) -> bool:
    """Whether every file of the manifest is there in its size.

    Raises:
        OSError: a file is missing.
    """
    with open(os.path.join(here, "manifest"), encoding="utf-8") as lines:
        sizes = [line.rstrip("\n").partition(" ") for line in lines]
    return all(os.stat(os.path.join(here, path)).st_size == int(size) for size, _, path in sizes) and bool(
        sizes
    )


def boot_id() -> str:
    """The id of this boot of this machine; the same word for all where there is no /proc."""
    try:
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
            return file.read().strip()
    except OSError:
        return "unknown"


def unpack_again(file: str, arguments: list[str]) -> None:
    """Set the damaged folder aside and start the file once more; returns where either is impossible."""
    try:
        os.rename(HERE, f"{os.path.dirname(HERE)}/unpacking.damaged-{os.getpid()}")
    except OSError:
        return
    if os.access(file, os.R_OK):
        os.execv("/bin/sh", ["sh", file, *arguments])
    sys.exit(f"enos-tui: the unpacked files are damaged, and {file} is gone. Copy it here again.")


def hold() -> None:
    """Hold a shared lock for as long as the program runs, by which other versions see that it does."""
    try:
        lock = os.open(os.path.join(HERE, "complete"), os.O_RDONLY | os.O_CLOEXEC)
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:  # Some network file systems have no locks.
        pass


def print_licences() -> int:
    """Print the licence texts of everything in the bundle."""
    folder = os.path.join(HERE, "licences")
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), encoding="utf-8") as text:
            print(f"==> {name.removesuffix('.txt')} <==\n\n{text.read().strip()}\n")
    return 0


def main() -> int:
    """Start what the arguments ask for; the exit code."""
    file, ctype = sys.argv[1:3]
    del sys.argv[1:3]
    # Python sets it where the locale is C or not installed; to the programs we start it is of no use.
    if ctype:
        os.environ["LC_CTYPE"] = ctype
    else:
        os.environ.pop("LC_CTYPE", None)
    if not is_whole(HERE):
        unpack_again(file, sys.argv[1:])
    hold()
    if sys.argv[1:] == ["--licences"]:
        return print_licences()
    sys.path.append(os.path.join(HERE, "site"))
    # By this module the program knows that it runs from a bundle; no other installation has it.
    bundle = type(sys)("enos_tui_bundle")
    vars(bundle).update(file=os.path.abspath(file), folder=HERE)
    sys.modules[bundle.__name__] = bundle
    from tui_app.cli.entry_point import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
