"""The bundle runs where there is nothing but busybox: no Python, no libc, no user database, no /proc."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.certificates import ca_file
from tests.journey import find_it_again, read_a_run_and_star_it
from tests.proxies import Connect, Socks5, a_proxy
from tests.pty_terminal import Terminal
from tests.stand_in import serve
from tests.stand_in.gateway import StandIn
from tests.stand_in.self_issued import SelfIssued
from tests.system.busybox_root import USER, Root, build, built_once
from tui_app.demo.application import ACCESS_KEY, SECRET_KEY
from tui_app.demo.transport import DEMO_PROFILE_FIELDS
from tui_app.demo.world import World
from tui_app.models.view_names import VIEWS, WITHOUT_ID

pytestmark = pytest.mark.system

SAMPLE = ("get", "118979-2021020211", "--field", "stsDesc")
EVERY_MODULE = """
import importlib, os, pkgutil, sys
sys.path.append(sys.argv[1] + "/site")
import tui_app
for module in pkgutil.walk_packages(tui_app.__path__, "tui_app."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
for name in os.listdir(sys.argv[1] + "/lib/python3.11/lib-dynload"):
    importlib.import_module(name.partition(".")[0])
import anyio, certifi, cryptography.hazmat.bindings._rust, filelock, httpcore, socksio, tomlkit
import rich.traceback
print("all")
"""


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_once(tmp_path_factory)


@pytest.fixture(scope="session")
def shared_root(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Root]:
    root = Root(tmp_path_factory.mktemp("root"), bundle)
    (root.folder / "ca.pem").write_bytes(ca_file(root.folder).read_bytes())
    root.make_folder("home/cache", USER)
    root.environment["XDG_CACHE_HOME"] = "/home/cache"
    yield root
    shutil.rmtree(root.folder)


@pytest.fixture
def root(shared_root: Root, request: pytest.FixtureRequest) -> Root:
    """The shared root, with a home of the test's own."""
    home = f"home/{abs(hash(request.node.name))}"
    shared_root.make_folder(home, USER)
    shared_root.environment["HOME"] = f"/{home}"
    return shared_root


def a_stand_in(opener: SelfIssued | None = None) -> StandIn:
    now = datetime.now(UTC)
    return StandIn(World(now), lambda: int(datetime.now(UTC).timestamp() * 1000), self_issued=opener)


def settings(gateway: str, **more: str) -> dict[str, str]:
    fields = DEMO_PROFILE_FIELDS | {"gateway": gateway} | more
    return {f"ENOS_{name.upper()}": value for name, value in fields.items()}


def test_it_answers_from_the_demo_at_the_first_start_and_at_the_second(root: Root) -> None:
    for _ in range(2):
        done = root.run(*SAMPLE, "--demo")
        assert (done.returncode, done.stdout, done.stderr) == (0, "SUCCESS\n", "")


def test_the_readme_journey_works_in_a_terminal(root: Root) -> None:
    with serve(a_stand_in(), tls=True) as served:
        said = root.environment | settings(served.base_url, ca_bundle="/ca.pem")
        with Terminal(root.command("/opt/enos-tui.run"), said, "/") as terminal:
            read_a_run_and_star_it(terminal)
            assert terminal.wait_for_exit() == 0
            terminal.assert_left_as_found()
        with Terminal(root.command("/opt/enos-tui.run"), said, "/") as terminal:
            find_it_again(terminal)
            assert terminal.wait_for_exit() == 0


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_of_the_demo_opens_without_what_was_left_out(root: Root, view: str) -> None:
    ids = [] if view in WITHOUT_ID else ["118979-2021020211"]
    command = root.command("/opt/enos-tui.run", "--demo", *ids, "--view", view)
    with Terminal(command, root.environment, "/", (120, 36)) as terminal:
        terminal.wait_for(f"--view {view}" if view not in ("instance", "lookup") else "enos-tui --demo")
        terminal.press("f1")
        terminal.wait_for("Keys of this screen")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0, terminal.text


def test_the_doctor_says_how_it_was_installed_and_finds_no_fault(root: Root) -> None:
    done = root.run("doctor", "--demo", "--json")
    found = {one["check"]: one for one in json.loads(done.stdout)}
    assert (done.returncode, done.stderr) == (0, "")
    cache = root.inside(root.unpacked())
    assert found["installed"]["says"] == f"as one file: /opt/enos-tui.run, unpacked to {cache}"
    assert "unknown" not in found["versions"]["says"]


def test_every_module_of_the_program_and_every_extension_module_is_importable(root: Root) -> None:
    root.run("version")
    folder = root.inside(root.unpacked())
    loader = [f"{folder}/enos-tui", "--inhibit-cache", "--library-path", f"{folder}/lib"]
    python = [*loader, f"{folder}/bin/python3.11"]
    done = root.run("-I", "-S", "-B", "-c", EVERY_MODULE, folder, program=python)
    assert (done.stdout, done.stderr) == ("all\n", "")


def test_a_private_authority_is_trusted_where_it_is_named_and_only_there(root: Root) -> None:
    with serve(a_stand_in(), tls=True) as served:
        refused = root.run(*SAMPLE, env=settings(served.base_url))
        assert refused.returncode == 5
        assert "certificate" in refused.stderr
        done = root.run(*SAMPLE, env=settings(served.base_url, ca_bundle="/ca.pem"))
        assert (done.returncode, done.stdout) == (0, "SUCCESS\n"), done.stderr


def test_a_name_is_looked_up_in_the_hosts_file(root: Root) -> None:
    with serve(a_stand_in(), tls=True) as served:
        url = served.base_url.replace("127.0.0.1", "gateway.test")
        done = root.run(*SAMPLE, env=settings(url, ca_bundle="/ca.pem"))
    assert (done.returncode, done.stdout) == (0, "SUCCESS\n"), done.stderr


@pytest.mark.parametrize(("handler", "scheme"), [(Connect, "http"), (Socks5, "socks5")])
def test_it_goes_through_a_proxy(root: Root, handler: type[Connect] | type[Socks5], scheme: str) -> None:
    with serve(a_stand_in(), tls=True) as served, a_proxy(handler) as proxy:
        env = settings(served.base_url, ca_bundle="/ca.pem") | {"HTTPS_PROXY": f"{scheme}://{proxy.place}"}
        done = root.run(*SAMPLE, env=env)
        assert (done.returncode, done.stdout) == (0, "SUCCESS\n"), done.stderr
        assert len(proxy.reached) == 1


def test_the_token_of_the_vendors_sdk_needs_nothing_else(root: Root) -> None:
    opener = SelfIssued({ACCESS_KEY: SECRET_KEY})
    with serve(a_stand_in(opener)) as served:
        key = f'poseidon_public_key = "{opener.public_key}"'
        root.write_config(served.base_url, 'auth = "poseidon"', key)
        done = root.run(*SAMPLE)
    assert (done.returncode, done.stdout) == (0, "SUCCESS\n"), done.stderr


def test_what_it_starts_inherits_the_users_environment_and_nothing_else(root: Root) -> None:
    root.write_config("http://127.0.0.1:9", "secret_command = \"sh -c 'env > /tmp/env; echo secret'\"")
    given = root.environment | {"LD_LIBRARY_PATH": "/mine", "PYTHONPATH": "/mine", "LANG": "zz_ZZ"}
    command = root.command("/opt/enos-tui.run", *SAMPLE)
    subprocess.run(command, env=given, capture_output=True, check=False)
    lines = (root.folder / "tmp" / "env").read_text().splitlines()
    inherited = dict(line.split("=", 1) for line in lines)
    own_of_shell = {"PWD", "OLDPWD", "SHLVL", "_"}
    assert {key: value for key, value in inherited.items() if key not in own_of_shell} == given


def test_it_prints_the_licence_of_everything_in_its_bill_of_materials(root: Root, bundle: Path) -> None:
    bill = json.loads(bundle.with_suffix(".cdx.json").read_text())
    printed = root.run("--licences").stdout
    for component in bill["components"]:
        assert f"==> {component['name'].replace('_', '-')} <==" in printed.replace("_", "-").lower()
        assert component["hashes"][0]["content"]
        assert component["licenses"][0]["expression"]
    assert len(bill["components"]) > 20


def test_two_builds_of_one_commit_are_the_same_bytes(bundle: Path, tmp_path: Path) -> None:
    again = build(tmp_path / "again")
    assert again.read_bytes() == bundle.read_bytes()
    sums = (bundle.parent / "SHA256SUMS").read_text()
    assert sums == (again.parent / "SHA256SUMS").read_text()
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=bundle.parent, check=True)
