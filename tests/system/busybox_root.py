"""A root folder that holds busybox and the bundle, and the bundle itself, built once for all tests."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from filelock import FileLock

from tests.journey import TOP
from tui_app.demo.transport import DEMO_PROFILE_FIELDS

CHROOT, UNSHARE = (shutil.which(name) or name for name in ("chroot", "unshare"))
USER, ATTACKER = 1000, 2000
"""Numbers of two users, who have no names in the root."""


def build(folder: Path, machine: str = "x86_64") -> Path:
    """Build a bundle with the locked packages, or with newer ones where Debian has replaced them."""
    command = [sys.executable, f"{TOP}/.ci/bundle", machine, "--dist", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 3:
        print(f"{done.stderr}\nThe tests run with a lock of their own.")
        with FileLock(folder.parent / "locks.lock"):
            locks = folder.parent / "locks"
            if not locks.exists():
                shutil.copytree(f"{TOP}/.ci/bundling", locks)
                subprocess.run([*command[:2], "lock", "--locks", str(locks)], check=True)
        done = subprocess.run([*command, "--locks", str(locks)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


def built_once(factory: pytest.TempPathFactory, machine: str = "x86_64") -> Path:
    """The bundle of a machine, built by whichever process of the tests is first to need it."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "bundles"
    folder.mkdir(exist_ok=True)
    with FileLock(folder / f"{machine}.lock"):
        built = list(folder.glob(f"{machine}/*.run"))
        return built[0] if built else build(folder / machine, machine)


class Root:
    """A root folder with busybox, a few devices, and the bundle as ``/opt/enos-tui.run``."""

    def __init__(self, folder: Path, bundle: Path) -> None:
        self.folder = folder
        for name in ("bin", "dev", "etc", "home", "opt", "var"):
            (folder / name).mkdir(parents=True)
        for name in ("tmp", "var/tmp"):
            (folder / name).mkdir()
            (folder / name).chmod(0o1777)
        folder.chmod(0o755)
        shutil.copy(shutil.which("busybox") or "", folder / "bin")
        subprocess.run([CHROOT, str(folder), "/bin/busybox", "--install", "-s", "/bin"], check=True)
        for name, minor in (("null", 3), ("urandom", 9)):
            os.mknod(folder / "dev" / name, 0o20666, os.makedev(1, minor))
            (folder / "dev" / name).chmod(0o666)
        (folder / "etc" / "hosts").write_text("127.0.0.1 gateway.test\n")
        self.bundle = folder / "opt" / "enos-tui.run"
        try:
            os.link(bundle, self.bundle)
        except OSError:
            shutil.copy(bundle, self.bundle)
        self.make_folder("home/user", USER)
        self.environment = {"PATH": "/bin", "HOME": "/home/user", "TERM": "xterm-256color", "LANG": "C.UTF-8"}
        """The least that a user's shell sets."""

    def make_folder(self, name: str, owner: int, mode: int = 0o700) -> Path:
        """Make a folder of a user's."""
        path = self.folder / name
        path.mkdir(parents=True)
        os.chown(path, owner, owner)
        path.chmod(mode)
        return path

    def command(self, *words: str, user: int = USER, before: str = "") -> list[str]:
        """The command that runs words in the root, after `before` has mounted what only they see."""
        inside = [CHROOT, f"--userspec={user}:{user}", str(self.folder), *words]
        return [UNSHARE, "-m", "sh", "-ec", f'{before}\nexec "$@"', "sh", *inside] if before else inside

    def run(
        self,
        *arguments: str,
        env: Mapping[str, str] | None = None,
        program: Sequence[str] = ("/opt/enos-tui.run",),
        user: int = USER,
        before: str = "",
    ) -> "subprocess.CompletedProcess[str]":
        """Run the bundle with these arguments."""
        command = self.command(*program, *arguments, user=user, before=before)
        environment = self.environment | dict(env or {})
        return subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )

    def inside(self, path: Path) -> str:
        """A path as it is in the root."""
        return f"/{path.relative_to(self.folder)}"

    def unpacked(self, cache: str = "home/cache/enos-tui") -> Path:
        """The folder that the bundle is unpacked to."""
        (path,) = (self.folder / cache).glob("x86_64-*")
        return path

    def write_config(self, gateway: str, *lines: str) -> None:
        """Write the user's config.toml: the demo's settings for a gateway, and further lines."""
        folder = self.make_folder(f"{self.environment['HOME'][1:]}/.config/enos-tui", USER)
        os.chown(folder.parent, USER, USER)
        is_key = any(line.startswith("secret_command") for line in lines)
        fields = DEMO_PROFILE_FIELDS | {"gateway": gateway}
        told = [f'{key} = "{value}"' for key, value in fields.items() if not (is_key and key == "secret_key")]
        path = folder / "config.toml"
        path.write_text("\n".join(["[profiles.p]", *told, *lines, ""]))
        os.chown(path, USER, USER)
        path.chmod(0o600)
