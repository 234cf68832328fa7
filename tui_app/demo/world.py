"""The demo world: every instance the demo's gateway knows, made when it is asked for.

The same `now` gives the same world to the byte. Nothing here was copied from a real plant.
"""

from datetime import UTC, datetime

from .linked_flows import linked_flows
from .nightly import NightlyScene
from .odd_flows import odd_flows
from .odd_logs import odd_logs
from .odd_records import odd_records
from .odd_run_modes import odd_run_modes
from .recent_flows import RecentFlows
from .running import RunningScene
from .runs import FlowRun, Scene, TaskRun
from .sample import SampleScene
from .statuses import statuses


class World:
    """All scenes side by side; finds a run by its id."""

    def __init__(self, now: datetime) -> None:
        self.now = now.astimezone(UTC).replace(microsecond=0)
        """Start of this world; recent runs are placed relative to it."""
        self._scenes: tuple[Scene, ...] = (
            SampleScene(),
            NightlyScene(self.now),
            RunningScene(self.now),
            RecentFlows(self.now),
            statuses(self.now),
            odd_run_modes(self.now),
            odd_records(self.now),
            odd_logs(self.now),
            odd_flows(self.now),
            linked_flows(self.now),
        )

    def task(self, instance_id: str, at: datetime) -> TaskRun | None:
        """The task instance as it stands at a moment, None for an unknown id."""
        node, suffix = _split(instance_id)
        for scene in self._scenes:
            flow_id = scene.flow_of(node)
            run = None if flow_id is None else scene.run(flow_id, suffix, at)
            if run is not None:
                return next((task for task in run.tasks if task.task_id == node), None)
        return None

    def flow(self, instance_id: str, at: datetime) -> FlowRun | None:
        """The flow instance as it stands at a moment, None for an unknown id."""
        node, suffix = _split(instance_id)
        runs = (scene.run(node, suffix, at) for scene in self._scenes)
        return next((run for run in runs if run is not None), None)

    def flows(self, at: datetime) -> list[FlowRun]:
        """Every run that List Flow Instances can find, in no particular order."""
        return [run for scene in self._scenes for run in scene.listed(at)]


def _split(instance_id: str) -> tuple[int, str]:
    """Node and suffix; node -1, which nothing has, where the text is no id."""
    node, _, suffix = instance_id.partition("-")
    return (int(node), suffix) if node.isascii() and node.isdigit() and len(node) < 19 else (-1, suffix)
