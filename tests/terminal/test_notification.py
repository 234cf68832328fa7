"""A notification goes to the terminal around tmux and screen, and no text can end it early."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hostile.spelling import acts
from tui_app.terminal.notification import notification

OSC_9 = "\x1b]9;enos-tui: FAIL 1\x07"


@pytest.mark.parametrize(
    ("kind", "environ", "sequence"),
    [
        ("off", {}, ""),
        ("osc9", {}, OSC_9),
        ("osc777", {}, "\x1b]777;notify;enos-tui;FAIL 1\x07"),
        ("osc9", {"TMUX": "/tmp/t"}, "\x1bPtmux;\x1b\x1b]9;enos-tui: FAIL 1\x07\x1b\\"),
        ("osc9", {"STY": "1.x"}, f"\x1bP{OSC_9}\x1b\\"),
    ],
)
def test_the_sequence_fits_kind_and_way(kind: str, environ: dict[str, str], sequence: str) -> None:
    assert notification(kind, "FAIL 1", environ) == sequence


@given(text=st.text(), kind=st.sampled_from(["osc9", "osc777"]))
def test_nothing_in_a_text_ends_the_sequence(text: str, kind: str) -> None:
    inner = notification(kind, text, {})[1:-1]
    assert not any(map(acts, inner))
    assert len(inner) < 240
