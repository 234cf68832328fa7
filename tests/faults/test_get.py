"""``enos-tui get`` says of every fault what the full screen says, and ends with the documented code."""

import asyncio

import pytest

from tests.faults.scene import Scene
from tests.faults.table import TOLD_OF_RECORDS, Fault
from tui_app.cli import connection, get
from tui_app.logic.redact import Redactor
from tui_app.models.ids import TaskInstanceId


@pytest.mark.parametrize("fault", TOLD_OF_RECORDS, ids=lambda fault: fault.name)
def test_get_prints_sentence_and_hint_and_ends_with_the_code(
    scene: Scene, fault: Fault, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(connection, "gateway_for", lambda *args, **named: scene.gateway(fault.deadlines))
    fault.begin(scene)
    ids = [TaskInstanceId("118979-2021020211")]
    code = asyncio.run(get.print_all(scene.profile, ids, get.Form("json"), Redactor()))
    printed = capsys.readouterr()
    assert code == fault.exit_code
    if fault.sentence:
        assert printed.err == f"{fault.sentence.format(host=scene.host)}\n{fault.hint}\n"
    assert bool(printed.out) is not bool(fault.sentence)
