"""The watches on the disk, which several programs and profiles share."""

from pathlib import Path

from tests.harness import NOW, SAMPLE
from tui_app.models.ids import InstanceId, TaskInstanceId
from tui_app.services.saved_watches import SavedWatches
from tui_app.services.watch import WatchState

ONE, OTHER = TaskInstanceId(SAMPLE), TaskInstanceId("900302-2026112223")


def states(*ids: InstanceId) -> list[WatchState]:
    return [WatchState(one, NOW) for one in ids]


async def test_a_program_removes_only_watches_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "watches.json"
    here, there = SavedWatches(path, "prod"), SavedWatches(path, "prod")
    await here.save(states(ONE), NOW)
    await there.save(states(OTHER), NOW)
    await here.save([], NOW)
    assert await SavedWatches(path, "prod").load() == [OTHER]
    taken_up = SavedWatches(path, "prod")
    assert await taken_up.load() == [OTHER]
    await taken_up.save([], NOW)
    assert await SavedWatches(path, "prod").load() == []


async def test_the_watches_of_other_profiles_are_listed_without_those_of_the_demo(tmp_path: Path) -> None:
    path = tmp_path / "watches.json"
    for name in ("prod", "stage", "demo"):
        await SavedWatches(path, name).save(states(ONE), NOW)
    mine = SavedWatches(path, "prod")
    assert [one.profile for one in await mine.of_others(["prod"])] == ["stage"]
    (entry,) = await mine.of_others(["prod"])
    await mine.remove(entry)
    assert await mine.of_others(["prod"]) == []
    assert await mine.load() == [ONE]
