"""A text is opened in the user's own program, from a private file that does not stay."""

import os
from pathlib import Path

import pytest

from tui_app.terminal.external_programs import NoProgramError, command_for, show

PATH = os.environ["PATH"]


@pytest.mark.parametrize(
    ("environ", "in_editor", "words"),
    [
        ({"PAGER": "cat -v"}, False, ["cat", "-v"]),
        ({"PAGER": " ", "EDITOR": "cat"}, True, ["cat"]),
        ({"VISUAL": "sed -n p", "EDITOR": "cat"}, True, ["sed", "-n", "p"]),
    ],
)
def test_the_variables_name_the_program(environ: dict[str, str], in_editor: bool, words: list[str]) -> None:
    assert command_for(environ | {"PATH": PATH}, in_editor=in_editor) == words


@pytest.mark.parametrize("name", ["vim", "nvim"])
def test_an_editor_obeys_no_line_of_the_text(name: str, tmp_path: Path) -> None:
    program = tmp_path / name
    program.touch(mode=0o755)
    words = command_for({"EDITOR": f"{program} -u NONE"}, in_editor=True)
    assert words == [str(program), "-u", "NONE", "--cmd", "set nomodeline"]


def test_without_a_variable_the_usual_program_is_used(tmp_path: Path) -> None:
    (tmp_path / "more").touch(mode=0o755)
    assert command_for({"PATH": str(tmp_path)}, in_editor=False) == ["more"]


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({}, "Set PAGER to the program to use."),
        ({"PAGER": "no-such-pager -x"}, "PAGER names no program: no-such-pager -x."),
        ({"PAGER": "less 'x"}, "PAGER is no command: No closing quotation."),
        ({"PAGER": "''"}, "PAGER names no program: ''."),
    ],
)
def test_what_cannot_be_started_is_said(environ: dict[str, str], sentence: str, tmp_path: Path) -> None:
    with pytest.raises(NoProgramError) as caught:
        command_for(environ | {"PATH": str(tmp_path)}, in_editor=False)
    assert str(caught.value) == sentence


def test_only_the_user_can_read_the_file_and_nothing_of_it_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    out = tmp_path / "out"
    script = (
        f'stat -c %a "$1" "${{1%/*}}" > {out}; cat "$1" >> {out}; echo "$1" >> {out}; touch "$1~"; exit 3'
    )
    assert show(["sh", "-c", script, "sh"], "a.log", "line\n") == 3
    file_mode, folder_mode, text, path = out.read_text().splitlines()
    assert (file_mode, folder_mode, text, Path(path).name) == ("600", "700", "line", "a.log")
    assert list(tmp_path.iterdir()) == [out]


def test_a_program_that_cannot_be_started_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(OSError, match="No such file"):
        show([str(tmp_path / "none")], "a.log", "")
    assert list(tmp_path.iterdir()) == []
