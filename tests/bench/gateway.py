"""The stand-in gateway as a process of its own: prints its address, answers until its input ends."""

import sys
from datetime import UTC, datetime

from tests.large_json import large_json
from tests.stand_in import serve
from tests.stand_in.gateway import StandIn
from tui_app.demo import reply
from tui_app.demo.world import World

DELAY_S = 0.05
"""Time that every answer takes unless the command line gives another, in seconds."""

LARGE = "900509-2021020211"
"""The task whose running mode is as large as a tree is made of; the demo's own is shown as text."""


def main() -> None:
    now = datetime.now(UTC)
    with serve(StandIn(World(now), lambda: int(datetime.now(UTC).timestamp() * 1000))) as served:
        served.delay_s = float(sys.argv[1])
        large = reply.success({"taskName": "large", "status": 1, "runMode": large_json()})
        served.stand_in.script(*[large] * 9, to=LARGE)
        print(served.base_url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
