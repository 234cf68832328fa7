"""The papers of a bundle: licence texts, bill of materials (CycloneDX), checksums."""

import hashlib
import json
import re
from collections.abc import Iterable
from email.parser import HeaderParser
from pathlib import Path

from .debian import PACKAGES, Package
from .errors import BundleError
from .wheels import name_and_version

_LICENCE_NAME = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)
_BY_CLASSIFIER = {
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}


def collect_licences(root: Path, packages: Path, program: Path, folder: Path) -> None:
    """Copy the licence texts of the packages, the wheels and the program, one file each.

    Raises:
        BundleError: a wheel has none.
    """
    folder.mkdir()
    for name in PACKAGES:
        text = (root / "usr" / "share" / "doc" / name / "copyright").resolve().read_text("utf-8")
        (folder / f"{name}.txt").write_text(text, "utf-8")
    for info in sorted(packages.glob("*.dist-info")):
        texts = [
            path for path in sorted(info.rglob("*")) if path.is_file() and _LICENCE_NAME.match(path.name)
        ]
        if not texts:
            raise BundleError(f"{info.name} has no licence text: add its file name to _LICENCE_NAME.")
        text = "\n\n".join(path.read_text("utf-8") for path in texts)
        (folder / f"{info.name.partition('-')[0]}.txt").write_text(text, "utf-8")
    (folder / "enos-tui.txt").write_text((program / "LICENSE").read_text("utf-8"), "utf-8")


def bill_of_materials(
    bundle: Path, version: str, packages: Iterable[Package], wheels: Iterable[Path], unpacked: Path
) -> str:
    """Describe a bundle in CycloneDX 1.5.

    Args:
        bundle: the built file.
        version: the program's version.
        packages: Debian's packages in it.
        wheels: the wheels in it.
        unpacked: the folder that the wheels are unpacked to.
    """
    components = [_of_package(package) for package in packages]
    components += [_of_wheel(path, unpacked) for path in wheels]
    digest = hashlib.sha256(bundle.read_bytes()).hexdigest()
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "enos-tui",
                "name": "enos-tui",
                "version": version,
                "licenses": [{"license": {"id": "MIT"}}],
                "hashes": [{"alg": "SHA-256", "content": digest}],
                "properties": [{"name": "file", "value": bundle.name}],
            }
        },
        "components": components,
        "dependencies": [{"ref": "enos-tui", "dependsOn": [one["bom-ref"] for one in components]}],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def checksums(folder: Path) -> str:
    """The lines of ``SHA256SUMS`` for all bundles and bills of materials in a folder."""
    paths = sorted([*folder.glob("*.run"), *folder.glob("*.cdx.json")])
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in paths)


def _of_package(package: Package) -> dict[str, object]:
    version = package.version.replace(":", "%3A").replace("+", "%2B")
    url = f"pkg:deb/debian/{package.name}@{version}?arch={package.architecture}&distro=debian-12"
    return _component(url, package.name, package.version, PACKAGES[package.name], package.sha256)


def _of_wheel(path: Path, unpacked: Path) -> dict[str, object]:
    name, version = name_and_version(path)
    (metadata,) = unpacked.glob(f"{'-'.join(path.name.split('-')[:2])}.dist-info/METADATA")
    licence = licence_of(metadata.read_text("utf-8"))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return _component(f"pkg:pypi/{name}@{version}", name, version, licence, digest)


def licence_of(metadata: str) -> str:
    """The licence that a wheel's metadata name, as an SPDX expression where it is known.

    Raises:
        BundleError: they name none.
    """
    headers = HeaderParser().parsestr(metadata)
    named = headers["License-Expression"] or headers["License"]
    if named and "\n" not in named:
        return str(named)
    for classifier in headers.get_all("Classifier", []):
        kind, _, licence = classifier.rpartition(" :: ")
        if kind.startswith("License"):
            return _BY_CLASSIFIER.get(licence, licence)
    raise BundleError(f"The metadata of {headers['Name']} name no licence.")


def _component(url: str, name: str, version: str, licence: str, digest: str) -> dict[str, object]:
    return {
        "type": "library",
        "bom-ref": url,
        "name": name,
        "version": version,
        "purl": url,
        "licenses": [{"expression": licence}],
        "hashes": [{"alg": "SHA-256", "content": digest}],
    }
