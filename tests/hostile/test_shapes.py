"""Whatever form an answer has, the person sees it drawn, or a sentence; and can look at what came."""

import asyncio
from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from tests.hostile.desk import Desk
from tests.hostile.shapes import Shape, shapes
from tui_app.logic import sanitize

CASES = 8 * settings().max_examples


@pytest.fixture(scope="module")
def desk() -> Iterator[tuple[asyncio.Runner, Desk]]:
    with asyncio.Runner() as runner:
        desk = Desk()
        yield runner, desk
        runner.run(desk.aclose())


@given(shape=shapes())
@settings(max_examples=CASES)
def test_any_shape_is_drawn_or_refused_with_a_sentence(
    desk: tuple[asyncio.Runner, Desk], shape: Shape
) -> None:
    runner, asks = desk
    drawn = runner.run(asks.read(shape))
    assert [line for line in drawn if sanitize.one_line(line) != line] == []
