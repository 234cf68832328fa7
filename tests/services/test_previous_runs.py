"""The runs before one: where loading stops, continues and ends."""

from contextlib import aclosing

from tests.harness import LAST_NIGHT, NOW, a_stand_in, to
from tui_app.models.ids import TaskInstanceId
from tui_app.services.explorer import Explorer
from tui_app.services.previous_runs import AT_ONCE, PreviousRuns

FAILED = TaskInstanceId(f"900103-{LAST_NIGHT}")
NIGHTS = [f"900103-202611{20 - night:02}00" for night in range(2 * AT_ONCE)]


def an_explorer() -> Explorer:
    return Explorer(to(a_stand_in())(lambda _: None), lambda: NOW)


async def test_a_load_left_early_drops_pending_rows_and_the_next_one_continues() -> None:
    explorer = an_explorer()
    previous = PreviousRuns(explorer, await explorer.find(FAILED))
    async with aclosing(previous.load()) as changes:
        async for _ in changes:
            if len(previous.loaded) >= 3:
                break
    count = len(previous.rows)
    assert 3 <= count < AT_ONCE and [row.id.text for row in previous.rows] == NIGHTS[:count]
    async for _ in previous.load():
        pass
    assert [row.id.text for row in previous.rows] == NIGHTS[: count + AT_ONCE]
    assert all(row.run is not None for row in previous.rows)


async def test_a_refresh_replaces_the_rows_and_loads_as_many() -> None:
    explorer = an_explorer()
    this = await explorer.find(FAILED)
    previous = PreviousRuns(explorer, this)
    for _ in range(2):
        async for _ in previous.load():
            pass
    again = PreviousRuns(explorer, this, previous.rows)
    assert again.rows == previous.rows
    async for _ in again.load():
        pass
    assert [row.id.text for row in again.rows] == NIGHTS and not again.has_ended


async def test_ids_that_do_not_exist_end_the_runs() -> None:
    explorer = an_explorer()
    previous = PreviousRuns(explorer, await explorer.find(FAILED))
    while not previous.has_ended:
        async for _ in previous.load():
            pass
    assert previous.ends_with_gaps
    assert len(previous.runs) == sum(not row.is_gap for row in previous.rows)
