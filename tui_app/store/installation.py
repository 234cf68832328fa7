"""The way the program was installed; with it, advice on how to add a package."""

import os
import shlex
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

CACHE_VARIABLE = "ENOS_TUI_CACHE"
"""Variable that names the folder that a bundle is unpacked to."""

_PACKAGE = Path(__file__).parents[1]


class Way(StrEnum):
    """A way to install the program, in words that follow "installed"."""

    BUNDLE = "as one file"
    PIPX = "by pipx"
    UV = "by uv"
    SOURCE = "from a source folder"
    VIRTUAL_ENVIRONMENT = "in a virtual environment"
    SYSTEM = "for the interpreter itself"


@dataclass(frozen=True, slots=True)
class Installation:
    """The way the program was installed, and where."""

    way: Way

    place: str
    """The file of a bundle; otherwise the folder of the package."""

    interpreter: str
    """Path of the Python that runs the program."""

    cache: Path | None = None
    """The folder that a bundle is unpacked to; None for every other way."""

    def how_to_add(self, package: str) -> str:
        """A sentence that says how to install a package where the program finds it."""
        match self.way:
            case Way.BUNDLE:
                return f"The file should contain {package}: copy it again, or report this as a fault."
            case Way.PIPX:
                command = ["pipx", "inject", "enos-tui", package]
            case Way.UV:
                command = ["uv", "pip", "install", "--python", self.interpreter, package]
            case _:
                command = [self.interpreter, "-m", "pip", "install", package]
        return f"Install it: {shlex.join(command)}."


def installation() -> Installation:
    """Find out how the running program was installed."""
    if bundle := sys.modules.get("enos_tui_bundle"):
        return Installation(Way.BUNDLE, bundle.file, sys.executable, Path(bundle.folder))
    return Installation(_way(sys.prefix, sys.base_prefix, _PACKAGE), str(_PACKAGE), sys.executable)


def bundle_caches(environ: Mapping[str, str]) -> list[Path]:
    """The folders that a bundle may be unpacked to, in the order its script tries them."""
    own, xdg, home = (environ.get(name, "") for name in (CACHE_VARIABLE, "XDG_CACHE_HOME", "HOME"))
    folders = [Path(own).absolute()] if own else []
    folders += [Path(xdg) / "enos-tui"] if xdg.startswith("/") else []
    folders += [Path(home) / ".cache" / "enos-tui"] if home.startswith("/") else []
    spare = f"enos-tui-{os.geteuid()}"
    return [*folders, Path("/var/tmp") / spare, *sorted(Path("/var/tmp").glob(f"{spare}.*"))]


def _way(prefix: str, base_prefix: str, package: Path) -> Way:
    if (Path(prefix) / "pipx_metadata.json").exists():
        return Way.PIPX
    if (Path(prefix) / "uv-receipt.toml").exists():
        return Way.UV
    if package.parent.name not in ("site-packages", "dist-packages"):
        return Way.SOURCE
    return Way.SYSTEM if prefix == base_prefix else Way.VIRTUAL_ENVIRONMENT
