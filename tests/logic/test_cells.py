import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui_app.logic import sanitize
from tui_app.logic.cells import cut, fitted


def test_a_text_that_does_not_fit_ends_in_a_sign_that_there_is_more() -> None:
    assert cut("INTERNAL_ERROR", 14) == "INTERNAL_ERROR"
    assert cut("INTERNAL_ERROR", 10) == "INTERNAL_…"
    assert cut("half of it", 6) == "half…"
    assert fitted("half of it", 6) == "half… "
    assert fitted("FAIL", 6) == "FAIL  "


@pytest.mark.parametrize("size", [1, 2, 9])
@given(text=st.text(max_size=20))
def test_a_text_of_any_width_is_fitted_to_the_cell(text: str, size: int) -> None:
    drawn = sanitize.value(text)
    assert cell_len(fitted(drawn, size)) == size
    assert fitted(drawn, size).rstrip() == drawn.rstrip() or "…" in fitted(drawn, size)
