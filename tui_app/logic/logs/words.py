"""Words of failure in plain language, English and Chinese, where no tool's grammar does."""

import re
from functools import lru_cache

FAILURE = (
    "fail|error|exception|fatal|abort|crash|失败|错误|异常|报错|出错|致命|中止|崩溃|refused|denied|reject|"
    "unable to|cannot|"
    "could not|can't|couldn't|not found|timed out|timeout|exceed|violat|invalid|missing|corrupt|mismatch|"
    "does not exist|"
    "did not|didn't|doesn't exist|not exist|unreachable|no such|"
    "无法|不存在|未找到|找不到|拒绝|超时|不足|不够|非法|无效|"
    "终止|溢出|冲突|缺少|缺失|"
    "expired|mismatch|expected|wanted|too many|too large|too long|"
    "already exists|duplicate|differs|"
    "incomplete|insufficient|"
    "no answer|no response|no reply|not responding|required|another |already running|abend|bad |wrong |"
    "unknown|illegal|conflict|vanished|is empty|out of|has no |have no |"
    "未通过|不通过|未能|中断|丢失|不符|不能|不合法|不匹配|不一致|不支持|重复|损坏|锁定|超过|超出|过期"
)
NEEDLES = tuple(FAILURE.split("|"))

STATED = re.compile(
    r"(?i:\b(?:fail(?:ed|ure|s)?|error|exception|fatal|abort(?:ed)?|"
    r"crash(?:ed)?)\b[\w\s'\"()\[\]<>./-]{0,80}?\s?[:：,;(-]{1,2}\s?"
    r"(?!\s?0+\b)(?P<rest>\S.{3,}))|"
    r"(?:失败|错误|异常|报错|出错)\S{0,12}?\s?[:：，,!！。;；（(-]\s?(?P<rest2>\S.{2,})"
)
"""A failure, and then what it was."""

SAID = re.compile(
    r"(?:\b(?:fail(?:ed|ure|ures|s|ing)?|errors?|exceptions?|fatal|abort(?:ed|ing|s)?|crash(?:ed|es)?|abend(?:ed)?)\b)|"
    r"失败|错误|异常|报错|出错|致命|崩溃|中止"
)
"""A failure, in a message in lower case."""

HINTED = re.compile(
    r"(?:\b(?:refused|denied|reject\w*|unable to|cannot|could not|can't|couldn't|not found|timed out|"
    r"timeout|exceed\w*|violat\w*|"
    r"invalid|missing|corrupt\w*|mismatch\w*|differs?|does not (?:exist|match)|doesn't (?:exist|match)|"
    r"did not|didn't|unreachable|no such|"
    r"not (?:allowed|supported|permitted|available|enough|unique|valid|ready|reachable)|wanted|expected|"
    r"too (?:many|large|long|big|old|few|small)|"
    r"unknown|unexpected|illegal|conflict\w*|expired|locked|duplicate\w*|bad|wrong|lost|vanished|"
    r"stop(?:ped|ping here)?|no "
    r"(?:\w+ ){1,3}(?:for|under|left|found|written|created|loaded|exported|received|sent)|read-?only|not "
    r"starting|another \w+ is (?:still )?running|already running|"
    r"only \d+ of \d+|0 (?:new )?\w+ (?:in|since|for|found|from|matched)|"
    r"(?:has|have) no|no (?:answer|response|reply)|not responding|required|giv(?:es?|ing) up|"
    r"out of|insufficient|already exists|stale|incomplete|empty|must|should)\b)|"
    r"无法|不存在|未找到|找不到|拒绝|超时|不足|不够|非法|无效|终止|溢出|冲突|缺少|缺失|不能|不合法|不匹配|"
    r"不一致|不支持|重复|损坏|锁定|超过|超出|过期|为空|停止|"
    r"必须|应为|只能|低于|高于|未达|不符|不通过|未通过|没有|未能|中断|丢失|"
    r"未(?:检测|设置|配置|响应|就绪|连接|授权|启动|完成|下载|生成|执行|注册|登录|返回|到达|更新)"
)
"""Something that may be wrong, in a message in lower case."""

STOPS = re.compile(
    r"\b(?:stopping here|giving up|not starting|is required|must be|roll(?:ing)? ?back)\b|停止|终止|中止|"
    r"放弃|退出"
)
"""A decision to go no further, in a message in lower case."""

_WENT_ON = re.compile(
    r"^\+ (?:true|:)$|^\.{3} ?ignoring$|to (?:state )?RESTARTING\b|"
    r"^(?:Warning: )?(?:Problem[: (].{0,60})?[Ww]ill retry|"
    r"\((?:ignored|已忽略)\)$|^skip(?:ped|ping)?\b|^连接成功|"
    r"(?i:^retrying\.*$|^(?:successfully )?connected\b|\bsuccessfully connected\b|"
    r"^retry ok|^(?:table|view|index) created|"
    r"\bnot available, (?!giv|exit|abort|stop|quit|fail)|\b(?:slow|other) path$|\b(?:using|used|taking|"
    r"took) .{1,60} instead\b|\bfall(?:s|ing)? back\b)"
)
"""A line close behind an error that was survived."""


@lru_cache(maxsize=64)
def says_went_on(message: str) -> bool:
    """Whether a line close behind an error says that it was survived."""
    return _WENT_ON.search(message) is not None


_GENERIC_WORDS = """
a an the is was has have had been be will with at of in on to for from by and or its it this that
all now not job jobs task tasks step steps plan process flow run runs stage script program command
application app main workflow execution executor child operation pipeline node shell subprocess
action service worker driver dag fail failed fails failure failures failing error errors abort
aborted aborting exit exited exiting exits stop stopped stopping shutdown shutting down giving gave
give up terminate terminated terminating quit quitting end ended ending finished finish done kill
killed killing cancel cancelled canceled closing closed close bye left see log logs above below
details more detail please check information unsuccessful unsuccessfully successfully code status
result state return returned value rc unexpected unexpectedly occurred detected happened due some
exception exceptions fatal cannot could can continue proceed go completed complete processing during
while executing running execute there were are one got caught encountered something went wrong
compile compilation build final because message messages look line resulted 任务
作业 流程 步骤 执行 运行 失败 错误 异常 退出 终止 中止 停止 结束 完成 程序 脚本 节点 报错 出错 发生
请 查看 日志 已 了 状态 返回 返回值 返回码 退出码 状态码
"""
_GENERIC = frozenset(_GENERIC_WORDS.split())
_ID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
_TOKEN = re.compile(r"[A-Za-z']+|[一-龥]+|\d+")
_CHINESE = re.compile("|".join(sorted((w for w in _GENERIC if "一" <= w[0] <= "龥"), key=len, reverse=True)))


def is_generic(message: str) -> bool:
    """Whether a message says no more than that something ended badly."""
    tokens = _TOKEN.findall(_ID.sub("", message[:300]))
    return all(
        token.isdigit()
        or token.lower() in _GENERIC
        or ("一" <= token[0] <= "龥" and not _CHINESE.sub("", token))
        for token in tokens
    )
