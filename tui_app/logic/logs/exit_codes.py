"""Lines that report nothing but the exit code of a process."""

from .rule import ALONE, EXIT, Role, Rule

_C = Role.CONSEQUENCE

RULES = (
    Rule(
        "exit code of a signal",
        EXIT,
        _C,
        "exitstatuscode",
        r"\bexitStatusCode[:=](?:129|1[34]\d|15\d)\b",
        ("process has exited. execute path:/tmp, processId:12 ,exitStatusCode:137 ,processExitValue:137",),
        ("processId:12 ,exitStatusCode:1 ,processExitValue:1", "exitStatusCode:128", "exitStatusCode:255"),
        weight=ALONE,
    ),
    Rule(
        "exit code",
        EXIT,
        _C,
        "exit |exited | with 1|exitcode|exit_code|exit-code|code |status |rc=|return |returned|retcode|"
        "errorlevel|"
        "退出|返回|"
        "exitvalue|code=|code:|exit:",
        r"(?i:\bexit(?:ed|ing|s)?(?: process)?(?: unexpectedly)?(?: with)?(?: a)?(?: non-zero)?(?: "
        r"error)?(?: return)?"
        r"[ _-]?(?:code|status|value)?s?(?: of| is| was)?\s?[:=(]?\s?\[?-?0*[1-9]\d*\b)(?! of \d)|"
        r"(?i:\b(?:ended|ends|finished|terminated|completed|left|returned|done|failed|died|stopped|quit|"
        r"gave up|"
        r"gone|error)"
        r"(?: \w+){0,2} (?:with )?(?:(?:error|exit|return|result) )?(?:code|status|value|rc)s?(?: of| "
        r"is)?\s?[:=(]?\s?"
        r"\[?-?0*[1-9]\d*\b)(?! of \d)|"
        r"(?i:\b(?:ended|exited|finished|failed|died|terminated) with [1-9]\d{0,2}\.?$)|"
        r"(?i:\breturn(?:ed)?[ _-]?(?:code|value|status)(?: of| is| "
        r"was)?\s?[:=]?\s?\[?-?0*[1-9]\d*)\s*[\].]?$|"
        r"(?i:^(?:\S+ ){0,3}(?:rc|ret|retcode|errorlevel|exitvalue|exit_?status)\s?[:=]\s?-?0*[1-9]\d*\s*$)|"
        r"(?:退出|返回)(?:代码|码|状态码?|值)(?:为|是)?\s?[:：=]?\s?\[?-?0*[1-9]\d*|"
        r"(?:exitStatusCode|exitCode|exitStatus)[\"']?\s?[:=]\s?-?0*[1-9]\d*",
        (
            "process exited with code 1",
            "exit code: 2",
            "child 4411 ended with status 1",
            "Command exited with return code 1",
            "脚本执行结束，退出码: 2",
            "process has exited. execute path:/tmp, processId:12 ,exitStatusCode:1 "
            ",processWaitForStatus:true",
            "return value 1",
            "'load day.csv' ended with 1",
        ),
        ("process exited with code 0", "exit code: 0", "HTTP status 404 for /day", "status code 500"),
    ),
)
"""Judged after all others, since a message may name a code and say why."""
