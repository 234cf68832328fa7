import asyncio

from tui_app.logic.steps import Steps, run_in_slices


async def test_long_work_lets_others_have_their_turn() -> None:
    turns = 0

    async def other() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    def steps() -> Steps[str]:
        while turns < 3:
            yield
        return "done"

    task = asyncio.create_task(other())
    assert await run_in_slices(steps()) == "done"
    task.cancel()
