"""Ids are found in any pasted or typed text."""

from tests.harness import LAST_NIGHT, SAMPLE, SAMPLE_FLOW, a_stand_in, running, to
from tui_app.widgets.text_field import TextField

ALERT_MAIL = f"""From: EnOS Alert <alert@example.com>
Subject: [CRITICAL] Task failed

Your task DataIntegration has failed.\r
Task instance:  {SAMPLE}\r
Please check.
"""
LOG_LINE = f"2021-02-02 19:38:07,123 ERROR [pool-3] c.e.b.Runner - taskInstId={SAMPLE} exited with 1"


async def test_one_id_in_anything_pasted_opens() -> None:
    pasted = [
        f"  {SAMPLE}\n",
        f"https://portal.example.com/batch/#/taskInstance?taskInstId={SAMPLE}&tab=log",
        ALERT_MAIL,
        f'{{"taskInstId": "{SAMPLE}", "status": -1}}',
        LOG_LINE,
        SAMPLE.replace("-", "–"),
    ]
    async with running() as tui:
        for text in pasted:
            await tui.paste(text)
            await tui.comes_to("TaskScreen", "DataIntegration")
            await tui.press("escape")
            await tui.comes_to("LookupScreen")


async def test_an_id_pasted_over_another_run_opens_too_and_other_text_is_refused() -> None:
    async with running(open_text=SAMPLE_FLOW) as tui:
        await tui.comes_to("FlowScreen", "HourlyDataIntegration")
        await tui.paste("no id in here")
        await tui.notifies("The pasted text contains no instance id.")
        await tui.paste(ALERT_MAIL)
        await tui.comes_to("TaskScreen", "DataIntegration")
        await tui.press("escape")
        await tui.comes_to("FlowScreen", "HourlyDataIntegration")


async def test_an_id_pasted_over_a_list_opens_too_and_other_text_is_refused() -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "DataIntegration")
        await tui.press("H")
        await tui.comes_to("LookupScreen", SAMPLE)
        await tui.until(lambda: tui.app.focused is tui.view_named("saved"), "the focus in the list")
        await tui.paste("no id in here")
        await tui.notifies("The pasted text contains no instance id.")
        await tui.paste(SAMPLE_FLOW)
        await tui.comes_to("FlowScreen", "HourlyDataIntegration")


async def test_text_without_an_id_stays_in_the_input_with_advice() -> None:
    async with running() as tui:
        await tui.paste("118979 2021020211")
        await tui.reads("118979 2021020211", "An id is a number, a dash and 8 to 14 digits")
        await tui.press("enter")
        await tui.reads("There is no id in this text.")
        await tui.press("home", *["right"] * 6, "delete", "minus", "enter")
        await tui.comes_to("TaskScreen", "DataIntegration")


async def test_letters_are_text_in_the_input_and_enter_without_an_id_gives_advice() -> None:
    async with running() as tui:
        await tui.press("enter")
        await tui.reads("An id is a number, a dash and 8 to 14 digits")
        await tui.type("gqfuF?")
        assert tui.kind == "LookupScreen"
        await tui.reads("gqfuF?")


async def test_a_typed_flow_id_sends_no_more_requests_than_needed() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in)) as tui:
        await tui.is_connected()
        before = len(stand_in.calls)
        await tui.type(SAMPLE_FLOW)
        await tui.press("enter")
        await tui.comes_to("FlowScreen", "HourlyDataIntegration")
        asked = [(call.resource, call.action, dict(call.params)) for call in stand_in.calls[before:]]
        assert asked == [
            ("taskInstances", "get", {"taskInstId": SAMPLE_FLOW}),
            ("flowInstances", "get", {"flowInstId": SAMPLE_FLOW}),
        ]
        await tui.press("escape")
        await tui.comes_to("LookupScreen")


async def test_a_task_id_sends_one_request_once_connected() -> None:
    stand_in = a_stand_in()
    async with running(to(stand_in)) as tui:
        await tui.is_connected()
        before = len(stand_in.calls)
        await tui.paste(SAMPLE)
        await tui.comes_to("TaskScreen", "DataIntegration", "cpu 0.6")
        assert [(call.resource, call.action) for call in stand_in.calls[before:]] == [
            ("taskInstances", "get")
        ]


async def test_an_id_is_typed_from_anywhere() -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        for way, kind in (("u", "FlowScreen"), ("l", "LogScreen")):
            await tui.press(way)
            await tui.comes_to(kind, "SUCCESS" if kind == "FlowScreen" else "characters")
        await tui.press("g")
        await tui.comes_to("LookupScreen")
        await tui.type(f"900103-{LAST_NIGHT}")
        await tui.press("enter")
        await tui.comes_to("TaskScreen", "clean_turbine_data")
        for kind in ("LookupScreen", "LogScreen", "FlowScreen", "TaskScreen"):
            await tui.press(*["escape"] * (2 if kind == "LogScreen" else 1))
            await tui.comes_to(kind)
        await tui.reads("DataIntegration")


async def test_an_id_that_is_labelled_as_the_other_kind_opens_and_the_screen_says_so() -> None:
    async with running() as tui:
        await tui.paste(f"taskInstId={SAMPLE_FLOW}")
        await tui.comes_to("FlowScreen", "HourlyDataIntegration")
        await tui.notifies(f"{SAMPLE_FLOW}: flow instance, given as a task instance.")
        await tui.paste(f"flowInstId={SAMPLE}")
        await tui.comes_to("TaskScreen", "DataIntegration")
        await tui.notifies(f"{SAMPLE}: task instance, given as a flow instance.")


async def test_of_several_readings_of_a_paste_the_one_that_the_server_knows_opens() -> None:
    async with running() as tui:
        await tui.paste("see 118979-20210202\n11 please")
        await tui.comes_to("TaskScreen", "DataIntegration")
        await tui.press("escape")
        await tui.comes_to("LookupScreen")
        await tui.paste(f"reference 4711-20210202 for {SAMPLE}")
        await tui.comes_to("TaskScreen", "DataIntegration")


async def test_of_a_million_pasted_ids_a_thousand_are_requested_and_the_heading_says_so() -> None:
    stand_in, text = a_stand_in(), "\n".join(f"{number}-2021020211" for number in range(100_000, 1_100_000))
    async with running(to(stand_in)) as tui:
        await tui.paste(text)
        await tui.comes_to("InstanceTableScreen", "the first 1,000 of 10,000 ids or more")
        await tui.settles()
        assert 0 < stand_in.request_count("taskInstances", "get") <= 1_000
    async with running(to(stand_in), open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "DataIntegration")
        await tui.paste(text)
        await tui.comes_to("InstanceTableScreen", "the first 1,000 of 10,000 ids or more")


async def test_a_long_paste_without_an_id_is_refused_in_a_sentence() -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "DataIntegration")
        await tui.paste("no id in here\n" * 20_000)
        await tui.notifies("The pasted text contains no instance id.")
    async with running() as tui:
        await tui.paste("no id in here\n" * 20_000)
        await tui.reads("There is no id in this text.")


async def test_a_field_takes_the_first_4096_characters_of_a_paste_and_says_so() -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "DataIntegration")
        await tui.press("slash")
        await tui.until(lambda: isinstance(tui.app.focused, TextField), "the search field")
        await tui.paste("x" * 1_000_000)
        await tui.notifies("Only the first 4,096 characters are pasted.")
        field = tui.app.focused
        assert isinstance(field, TextField) and field.value == "x" * 4_096
