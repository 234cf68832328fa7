"""The machines that the program is bundled for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Platform:
    """A machine, under the names that each of the sources has for it."""

    name: str
    """Its name in file names, and what ``uname -m`` prints."""

    debian: str
    """Debian's architecture."""

    libraries: str
    """Debian's folder of libraries below ``lib`` and ``usr/lib``."""

    loader: str
    """File name of the dynamic loader in `libraries`."""

    @property
    def wheel_tags(self) -> tuple[str, ...]:
        """Platform tags of wheels that run with the bundled libc, the newest first."""
        return tuple(f"{tag}_{self.name}" for tag in ("manylinux_2_28", "manylinux_2_17", "manylinux2014"))


X86_64 = Platform("x86_64", "amd64", "x86_64-linux-gnu", "ld-linux-x86-64.so.2")
AARCH64 = Platform("aarch64", "arm64", "aarch64-linux-gnu", "ld-linux-aarch64.so.1")
PLATFORMS = {platform.name: platform for platform in (X86_64, AARCH64)}
PYTHON = "3.11"
"""The minor of Debian's CPython; byte code and compiled wheels depend on it."""
