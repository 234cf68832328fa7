"""Judgement of one line: its role, its kind and its weight."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from . import (
    causes,
    closing_lines,
    commands,
    consequences,
    databases,
    exit_codes,
    harmless,
    stack_traces,
    words,
)
from .line_prefix import Level, Line
from .rule import (
    ALONE,
    APPLICATION,
    EXCEPTION,
    FAINT,
    HINT,
    JAVA,
    LEVEL,
    MEMORY,
    PLAIN,
    RUNNER,
    STATED,
    STRONG,
    WARNING,
    Role,
    Rule,
)
from .word_index import WordIndex

RULES: tuple[Rule, ...] = (
    *harmless.RULES,
    *closing_lines.RULES,
    *consequences.RULES,
    *causes.FIRST,
    *databases.RULES,
    *commands.RULES,
    *causes.RULES,
    *exit_codes.RULES,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of a message."""

    role: Role
    kind: str
    weight: int = 0
    is_announcement: bool = False
    """Whether the message itself is on the line below."""


def _found(rule: Rule, message: str, tagged: str, lowered: str) -> str | None:
    """The part of a message that a rule leaves to be judged; None where the rule does not match."""
    if rule.further_needles and not any(needle in lowered for needle in rule.further_needles):
        return None
    found = rule.search(message) or (rule.search(tagged) if tagged else None)
    if found is None:
        return None
    return (
        next((rest.strip() for rest in found.groups() if rest and rest.strip()), "")
        if found.re.groups
        else ""
    )


_SAME = str.maketrans("123456789", "000000000")
_NUMBERS_OF: dict[str, list[int]] = {}
for _number, _rule in enumerate(RULES):
    for _needle in _rule.needles:
        _NUMBERS_OF.setdefault(_needle.translate(_SAME), []).append(_number)
_WORDS = WordIndex(_NUMBERS_OF)


def _knowing(text: str) -> list[Rule]:
    """The rules one of whose words a text in lower case holds, in the order of the table."""
    found = _WORDS.found_in(text.translate(_SAME))
    return [RULES[number] for number in sorted({number for word in found for number in _NUMBERS_OF[word]})]


def judge_message(
    message: str, rules: Iterable[Rule] | None = None, depth: int = 0, tagged: str = ""
) -> Verdict | None:
    """The verdict of the first rule that matches a message; None for no match.

    Args:
        message: without what stands before it.
        rules: those that may know it; None for those one of whose words it holds.
        depth: how many messages it was taken out of.
        tagged: the message with a level before it that may be its own word; empty for none.
    """
    lowered = f"{tagged}\n{message}".lower()
    for rule in _knowing(lowered) if rules is None else rules:
        rest = _found(rule, message, tagged, lowered)
        if rest is None:
            continue
        if rule.role is Role.WRAPPER and rest and depth < 3:
            inner = judge_message(rest, depth=depth + 1)
            if inner is None:
                if words.is_generic(rest):
                    return Verdict(rule.role, rule.kind)
                is_named = stack_traces.is_head(rest) or stack_traces.is_class(rest)
                return Verdict(Role.CAUSE, JAVA if is_named else rule.kind, STRONG if is_named else PLAIN)
            if inner.role in (Role.CAUSE, Role.NOTICE):
                return Verdict(Role.CAUSE, inner.kind, max(inner.weight, PLAIN))
            return Verdict(rule.role, rule.kind)
        if rule.role is Role.CAUSE and rest:
            if words.is_generic(rest):
                return Verdict(Role.CONSEQUENCE, rule.kind)
            if depth < 3:
                inner = judge_message(rest, depth=depth + 1)
                if inner is not None and inner.role in (Role.WRAPPER, Role.CONSEQUENCE, Role.HARMLESS):
                    return inner
                if inner is not None and inner.kind == MEMORY:
                    return Verdict(Role.CAUSE, MEMORY, max(rule.weight, STRONG))
        return Verdict(
            rule.role,
            rule.kind,
            rule.weight if rule.role is Role.CAUSE or rule.weight == ALONE else 0,
            rule.below and not rest,
        )
    return None


_MOST_SHAPES = 4_096
_NUMBER = re.compile(
    r"\d(?<!\d\d)(?<!^\d)(?<![A-Za-z(\[]\d)(?<![A-Z]-\d)(?<!SP2-\d)(?<!rr(?:or|no) \d)(?<!rror: \d)"
    r"(?<!RROR \d)(?<!RROR: \d)(?<!RR! \d)(?<!ode[ :=]\d)(?<!ode: \d)(?<!tatus[ :=]\d)(?<!tatus: "
    r"\d)(?<!HTTP \d)(?<!/\d\.\d \d)(?<!/\d \d)"
    r"(?<!ignal \d)(?<!oader-\d)"
    r"(?:(?<=[1-9])|(?=0*[1-9]))\d*+(?!:? (?:Forb|Unau))(?![A-Z])",
    re.M,
)
"""A number of which no rule reads more than that it is not 0."""


def shape_of(message: str) -> str:
    """A message in the form that all messages have that differ in such numbers only."""
    return _NUMBER.sub(_sevens, message)


def _sevens(found: "re.Match[str]") -> str:
    return "7" * len(found[0])


_verdicts: dict[tuple[Level, bool, str, str], Verdict | None] = {}
"""The verdicts so far by the shape of the line: a flood of errors has few shapes."""


def judge_line(line: Line, rules: Iterable[Rule] | None = None) -> Verdict | None:
    """The verdict on a line that is no head of a block; None for a line that does not count.

    Args:
        rules: at least those one of whose words the line holds, in the order of the table; None to search.
    """
    named = line.named
    key = (line.level, line.is_relayed, shape_of(line.tagged), shape_of(named))
    if key not in _verdicts:
        if len(_verdicts) >= _MOST_SHAPES:
            _verdicts.clear()
        _verdicts[key] = _judged(line, named, rules)
    return _verdicts[key]


def _judged(line: Line, message: str, rules: Iterable[Rule] | None) -> Verdict | None:
    verdict = judge_message(message, rules, tagged=line.tagged)
    if verdict is not None and verdict.role is not Role.HARMLESS:
        return _weighed(verdict, line)
    if verdict is not None:
        return verdict
    if line.level is Level.ERROR and _GOES_ON.search(message):
        return Verdict(Role.NOTICE, LEVEL)
    if line.level is Level.ERROR:
        if words.is_generic(line.message):
            return Verdict(Role.CONSEQUENCE, LEVEL, ALONE)
        weight = FAINT if _NAME.match(line.message) else PLAIN
        return Verdict(Role.CAUSE, LEVEL, weight, message.endswith((":", "：")))
    if line.level is Level.WARN:
        lowered = message.lower()
        is_bad = words.SAID.search(lowered) or words.HINTED.search(lowered)
        return Verdict(Role.NOTICE, WARNING, ALONE) if is_bad else None
    if line.level is Level.DEBUG:
        return None
    return _plain(message, line.level is Level.INFO and not line.is_relayed)


_NAME = re.compile(r"[\w./\\-]+\.\w+$")
"""The name of a file, and nothing of what is wrong with it."""
_GOES_ON = re.compile(
    r"\b(?:[Cc]ontinu(?:ing|es?) (?:with|without|anyway)|[Ii]gnor(?:ing|ed)|[Ff]alling back|"
    r"[Uu]sing (?:the )?(?:default|cached?|local|last))\b|\s\(expected\)|"
    r"(?:[,;]| [-–])\s(?:so |now )?(?:us|tak|try|keep|reus|skipp|assum|leav|mov|proceed|continu)ing\b|"
    r"\b(?:go|carry|mov)ing on\b|\b\w+ing (?:\S+ ){0,4}instead\b|"
    r"[,;] (?:\w+ )?(?:skipped|dropped|discarded)\.?$|"
    r"[,，;；]\s?(?:将|已|先)?(?:继续|忽略|跳过|略过|丢弃|剔除|沿用|改用|使用(?:默认|旧|缓存|上次|本地))"
)
"""The end of a message that the program went on from."""


def _weighed(verdict: Verdict, line: Line) -> Verdict:
    if (
        verdict.role is Role.CONSEQUENCE
        and verdict.kind != RUNNER
        and line.level is Level.ERROR
        and not line.is_relayed
    ):
        return Verdict(Role.CONSEQUENCE, verdict.kind, ALONE)
    goes_on = _GOES_ON.search(line.message) is not None
    is_warning = line.level in (Level.WARN, Level.DEBUG) or line.message.lower().startswith("warning:")
    is_low = is_warning and verdict.weight < STATED
    if verdict.role is Role.CAUSE and (is_low or goes_on):
        return Verdict(Role.NOTICE, verdict.kind, 0 if goes_on else ALONE)
    return verdict


_EXCEPTION_INSIDE = re.compile(r"(?:\b[a-z][\w$]*\.){2,}[A-Z][\w$]*(?:Exception|Error): \S")


def _plain(message: str, is_info: bool) -> Verdict | None:
    """The verdict on a line without a bad level, by its words."""
    lowered = message.lower()
    if not words.SAID.search(lowered):
        is_hint = words.HINTED.search(lowered) and (not is_info or words.STOPS.search(lowered))
        return Verdict(Role.NOTICE, HINT) if is_hint else None
    if words.is_generic(message):
        return Verdict(Role.CONSEQUENCE, APPLICATION)
    goes_on = _GOES_ON.search(message) is not None
    if is_info or goes_on or lowered.startswith("warning:"):
        return Verdict(Role.NOTICE, APPLICATION, 0 if goes_on else ALONE)
    if message.endswith((":", "：")):
        return Verdict(Role.CAUSE, APPLICATION, FAINT, is_announcement=True)
    if _EXCEPTION_INSIDE.search(message):
        return Verdict(Role.CAUSE, APPLICATION, PLAIN)
    if found := words.STATED.search(message):
        rest = found["rest"] or found["rest2"] or ""
        return Verdict(Role.CAUSE, APPLICATION, FAINT if words.is_generic(rest) else PLAIN)
    return Verdict(Role.CAUSE, APPLICATION, FAINT)


_BARE_FAILURE = re.compile(
    r"(?:Caused by: )?(?:[\w$]+\.)*(?:Exception|Error|RuntimeException|RuntimeError|IllegalStateException|"
    r"\w*(?:Job|Task|Step|Flow|Run|Etl|ETL|Application|Execution)\w*(?:Exception|Error)): "
    r"(?P<rest>\S.{0,299})",
    re.S,
)
"""An exception whose class says no more than that something failed."""


@lru_cache(maxsize=256)
def judge_exception(text: str) -> Verdict:
    """The verdict on an exception's message: a cause, unless a rule matches."""
    rules = [rule for rule in _knowing(text.lower()) if rule.role not in (Role.HARMLESS, Role.NOTICE)]
    verdict = judge_message(text, rules)
    if verdict is not None and verdict.role is not Role.NOTICE:
        if verdict.role is Role.CAUSE:
            return Verdict(Role.CAUSE, verdict.kind, max(verdict.weight, STRONG))
        return verdict
    if (found := _BARE_FAILURE.match(text)) and words.is_generic(found["rest"]):
        return Verdict(Role.WRAPPER, EXCEPTION)
    return Verdict(Role.CAUSE, EXCEPTION, STRONG)
