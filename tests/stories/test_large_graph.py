"""A workflow with more dependencies than can be followed is listed, and the screen says what is left out."""

import json

from tests.harness import SAMPLE_FLOW, a_stand_in, running, to
from tui_app.demo import reply


async def test_too_many_dependencies_are_left_out_in_words() -> None:
    nodes = [{"taskInstId": f"{n}-2021020211", "nodeId": f"t_{n}", "status": "SUCCESS"} for n in range(200)]
    edges = [{"source": f"t_{a}", "target": f"t_{b}"} for a in range(90) for b in range(100, 200)]
    graph = json.dumps({"tasks": nodes, "relations": edges})
    flow = reply.success({"instanceId": SAMPLE_FLOW, "flowName": "many", "graph": graph})
    stand_in = a_stand_in()
    async with running(to(stand_in), size=(160, 30)) as tui:
        await tui.is_connected()
        stand_in.script(flow, to="flowInstances.get")
        await tui.paste(f"flowInstId={SAMPLE_FLOW}")
        await tui.comes_to("FlowScreen", "many", "has 9,000 dependencies, too many to follow: none is shown")


async def test_a_graph_too_large_to_draw_says_so_in_its_title() -> None:
    nodes = [{"taskInstId": f"{n}-2021020211", "nodeId": f"t_{n}", "status": "SUCCESS"} for n in range(2_501)]
    flow = reply.success({"instanceId": SAMPLE_FLOW, "flowName": "many", "graph": {"tasks": nodes}})
    stand_in = a_stand_in()
    async with running(to(stand_in), size=(160, 30)) as tui:
        await tui.is_connected()
        stand_in.script(flow, to="flowInstances.get")
        await tui.paste(f"flowInstId={SAMPLE_FLOW}")
        await tui.comes_to("FlowScreen", "many")
        await tui.press("w")
        await tui.reads("2,501 tasks, 0 dependencies: too many to draw; w changes the view")


async def test_a_graph_whose_lines_pass_too_many_layers_says_so() -> None:
    # A chain of which each task is also waited for by the last: each line passes all layers in between.
    nodes = [{"taskInstId": f"{n}-2021020211", "nodeId": f"t_{n}", "status": "SUCCESS"} for n in range(300)]
    edges = [{"source": f"t_{n}", "target": f"t_{n + 1}"} for n in range(299)]
    edges += [{"source": f"t_{n}", "target": "t_299"} for n in range(298)]
    graph = {"tasks": nodes, "relations": edges}
    flow = reply.success({"instanceId": SAMPLE_FLOW, "flowName": "many", "graph": graph})
    stand_in = a_stand_in()
    async with running(to(stand_in), size=(160, 30)) as tui:
        await tui.is_connected()
        stand_in.script(flow, to="flowInstances.get")
        await tui.paste(f"flowInstId={SAMPLE_FLOW}")
        await tui.comes_to("FlowScreen", "many")
        await tui.press("w")
        await tui.reads("300 tasks, 597 dependencies: too many to draw; w changes the view")
