"""Lines that speak of errors and are none: counts, options, set-up noise, listings, retries."""

from .engine_messages import ENGINE_MESSAGES
from .rule import ALONE, RETRY, RUNNER, WARNING, Role, Rule

_H, _N = Role.HARMLESS, Role.NOTICE

_NONE = (
    "no |zero|without|any |none|nor | 0|\n0|\t0|(0|[0|{0|<0|>0|/0|-0|+0|*0|#0|;0|:0|=0|,0|：0|\"0|'0|none|"
    "null|nil|false|off|n/a|ok|:no|: no|=no|= no|,no|, no|：no|\"no|'no|[]|{}|\"\"|''|error rate|"
    ":-|: -|：-|： -|=-|= -|,-|, -|(-|[-|\"-|'-|  -"
)
"""Words of a count of none; a line end stands before the message."""


def _joined(before: str, between: str, behind: str) -> str:
    """Every word of one list with every word of another behind it, as the words of a rule."""
    return "|".join(
        f"{one}{join}{other}"
        for one in before.split("|")
        for join in between.split("|")
        for other in behind.split("|")
    )


RULES = (
    Rule(
        "logging set-up",
        WARNING,
        _H,
        "log4j|slf4j|statuslogger|logback|multiple bindings",
        r"^log4j:(?:ERROR|WARN)|^SLF4J\b|StatusLogger\b|[Ll]ogback\b.{0,80}\b(?:WARN|ERROR)\b",
        (
            'log4j:ERROR Could not instantiate appender named "audit".',
            "ERROR StatusLogger Reconfiguration failed: No configuration found for '4f2'",
        ),
    ),
    Rule(
        "client's greeting",
        WARNING,
        _H,
        "logging initialized using|password on the command line|starting impala shell",
        r"^Logging initialized using configuration|"
        r"\[Warning\] Using a password on the command line interface can be insecure\.?\s*$|"
        r"^Starting Impala Shell",
        (
            "Logging initialized using configuration in file:/etc/hive/conf/hive-log4j2.properties",
            "mysql: [Warning] Using a password on the command line interface can be insecure.",
        ),
    ),
    Rule(
        "times of a run",
        WARNING,
        _H,
        "stop=",
        r"\bStart=\d{4}\S{0,8} [\d:.]{5,15}, Stop=\d{4}\S{0,8} [\d:.]{5,15}\s*$",
        ("Start=2026/11/21 02:00:05.868, Stop=2026/11/21 02:03:36.400",),
        ("Stop=yes",),
    ),
    Rule(
        "dependency resolver's remark",
        WARNING,
        _H,
        "dependency resolver|which is incompatible|you have |deprecat|notice] a new release",
        r"pip's dependency resolver does not|\brequires .{1,120}, but you (?:have|'ll have)|which is "
        r"incompatible\.?\s*$|"
        r"Deprecat(?:ion|ed)",
        (
            "ERROR: pip's dependency resolver does not currently take into account all the packages",
            "acme 1.0 requires numpy<2, but you have numpy 2.1 which is incompatible.",
        ),
    ),
    Rule(
        "counts of none",
        WARNING,
        _H,
        "error|fail|exception|abort|killed|reject|fatal|invalid|missing",
        r"(?:(?<![\w.,%])(?:no|0|zero|without(?: any)?|not any|none|nor)\s+(?:(?!such|route|space|module|"
        r"leader|rule|match|configuration|input)[\w-]+\s+){0,3}?"
        r"(?:errors?|fail(?:ures?|ed|s)?|exceptions?|aborted|killed|rejected|fatals?|invalid|"
        r"missing)\b)(?!.{0,200}(?:exception|error): )|"
        r"(?:(?:errors?|fail(?:ures?|ed|s)?|exceptions?|aborted|killed|rejected|fatals?|invalid|missing)"
        r"(?:[ _-]?(?:list|count|counts|rate|ratio|rows|records|total|num|number|lines|tasks|logins?|"
        r"messages?|info|msg|code))?[\"'\])]?\s{0,20}[:=|,：]\s{0,20}[\"'\[(]?"
        r"(?:0+(?:\.0+)?%?(?![\d.x])|(?:none|null|nil|false|no|off|n/a|ok)(?=\s*[,;.}\]\"|]|\s*$)|\[\]|"
        r"\{\}|\"\"|''|-\s*$))|"
        r"(?:\b(?:errors?|failed|failures?|killed) 0(?![\d.x]))|"
        r"error rate\b(?!.{0,60}(?:exceed|above|over|higher|greater|>))",
        (
            "0 errors",
            "error_count=0",
            "errors: 0, warnings: 3",
            "ERROR: 0",
            "0 ERROR lines",
            "FAILED: 0, PASSED: 31",
            "error: 0 rows rejected",
            "Total jobs FAILED 0",
            "no errors found",
            "killed 0 sessions, memory 137 MB",
            "ERROR rate: 0.00%",
        ),
        ("12 errors", "errors: 30", "Error: 0x80070005 Access is denied"),
        also=_NONE,
        is_folded=True,
    ),
    Rule(
        "counts of none, Chinese",
        WARNING,
        _H,
        "失败|错误|异常|报错|超时|告警",
        r"(?<!\d)[0０零]\s?(?:个|条|次|行|笔|项|张|件|批)?(?:任务|记录|数据|步骤)?(?:执行)?(?:失败|错误|"
        r"异常|报错|超时)|"
        r"(?:无|没有|未(?:发现|出现|发生|检测到|见)|零|不存在)(?:任何|新的)?(?:失败|错误|异常|报错|告警)|"
        r"(?:失败|错误|异常|报错|告警|超时)(?:的)?(?:数据|记录|样本|点)?(?:数量|数目|总数|条数|记录数|记录总数|个数|次数|行数|"
        r"任务数|率|数|总计|合计)?\s{0,30}[:：=|]?\s{0,30}(?:为|是)?\s?[\"']?"
        r"(?:[0０](?:\.0+)?%?(?![\d.x])|无|否|空|null|None|false)\s?(?:个|条|次|行|笔|项)?",
        ("成功 12 个，0 个失败", "检查完成，无异常", "失败数：0", "失败：0条"),
        ("失败数：10", "10 个失败"),
        also="0|０|无|没有|未|零|不存在|否|空|null|none|false",
    ),
    Rule(
        "option that holds the words",
        WARNING,
        _H,
        "error|fail|exception|abort",
        r"(?i:(?:^|[\s\"',{(])(?:--?)?[\w.-]*(?:error|fail|exception|"
        r"abort)[\w.-]*\s?=\s?(?!.*(?:Exception|Error):)\S+\s*$)",
        ("set mapreduce.map.failures.maxpercent=5", "--on-error=skip"),
        ("status=failed: no rows",),
        also="=",
    ),
    Rule(
        "condition on failures",
        WARNING,
        _H,
        _joined(
            "on|if|when|upon|in case of|after|at|the|first|ignore|ignoring|skip|for|handling|any",
            " ",
            "error|fail",
        ),
        r"(?i:\b(?:on|if|when|upon|in case of|retry(?:ing)? (?:on|after)|stop(?:s)? (?:on|at)(?: the)?(?: "
        r"first)?|ignore|ignoring|skip|for|handling) (?:any )?(?:errors?|fail(?:ure|s)?)\b(?!.{0,200}: ))",
        ("will stop at the first ERROR", "retry on failure is set"),
        ("Error handling row 5: bad key",),
    ),
    Rule(
        "name that holds the words",
        WARNING,
        _H,
        "registered |"
        + _joined(
            "error", "| |-", "handler|handling|policy|codes|log|file|path|table|threshold|limit|code table"
        )
        + "|"
        + _joined("fail|failed", "| |-", "over|safe|fast|back"),
        r"(?!ERROR )(?i:registered \w*error|error ?handler|error handling:|error codes\b|"
        r"fail(?:ed)?[ -]?(?:over|safe|fast|back)|error[ -]?(?:log|"
        r"file|path|table|threshold|limit|code table)\b)",
        (
            "registered ErrorHandler and Exception mapper",
            "failover to n4",
            "error log /data/day",
            "error handling: strict",
        ),
        ("ErrorLoggingCallback", "ERROR file 13.csv: wrong number of fields"),
    ),
    Rule(
        "path or constant that holds the words",
        WARNING,
        _H,
        "error|fail",
        r"[/\\][\w.-]*(?:[Ee]rror|ERROR|[Ff]ail)[\w.-]*(?:[/\\.]\S*)?\s*$|E(?<!\wE)RROR_\w+",
        (
            "reading /data/ERROR/part-0",
            "hdfs://nn/log/ERROR.gz",
            "level=ERROR_THRESHOLD",
        ),
        ("cat: /data/error.csv: No such file or directory",),
    ),
    Rule(
        "Chinese name that holds the words",
        WARNING,
        _H,
        "失败|错误|异常",
        r"(?:失败|错误|异常)(?:率(?!.{0,20}(?:超|高于|大于|达到))|检测|样本|重试|策略|处理|日志|告警|通知|后|时|阈值|容忍|转移|次数上限|邮件|"
        r"队列)(?!.{0,40}(?:失败|错误|异常))|是否(?:失败|异常)",
        ("失败重试次数 3",),
    ),
    Rule(
        "command echoed",
        RUNNER,
        _H,
        "running command|executing|running:|running statement|command:|cmd:|cmdline|执行命令|执行脚本|"
        "执行sql|脚本内容|"
        "执行语句|exporting|command line|query:|sql:",
        r"^(?:Running (?:command|statement|query|sql)|Executing(?: command| query| statement| sql)?|"
        r"[Cc]ommand(?: line)?|[Cc]md(?:line)?|"
        r"Query|SQL|Running|执行(?:命令|脚本|SQL|sql|语句)(?:为|是|内容)?|脚本内容(?:为)?|"
        r"sql(?:语句)?)\s?[:：]\s?.",
        (
            "Running command: ['bash', '-c', 'load || exit 1']",
            "cmdline:\tsh day.sh --fail-on-error",
            "执行命令：sh day.sh || echo ERROR",
        ),
    ),
    Rule(
        "directory of make",
        RUNNER,
        _H,
        "ing directory|进入目录|离开目录",
        r"^make(?:\[\d+\])?: (?:Entering directory|Leaving directory|进入目录|离开目录)",
        ("make[1]: Leaving directory '/srv/kpi'",),
    ),
    Rule(
        "heading of a record",
        WARNING,
        _H,
        "error: |warning: |错误: ",
        r"^(?:Error|Warning|错误|警告): \d{4}[-/]\d\d?[-/]\d\d? [\d:.]{5,15}\s*$",
        ("Error: 2026-11-21 02:00:05.50",),
        ("Error: 2026-11-21 has no rows",),
    ),
    Rule(
        "prompt with a command",
        WARNING,
        _H,
        ":\\",
        r"^[A-Za-z]:\\[^<>|*?\"]{0,200}>",
        (r"C:\etl>if errorlevel 1 goto fail", r"D:\>exit /b 1"),
        (r"C:\etl\load.bat : cannot find day.csv",),
    ),
    Rule(
        "progress of DB2's utilities",
        WARNING,
        _H,
        "sql3|sql1",
        r"^SQL(?:3100|310[459]|3110|3149|3150|3500|3501|351[059]|3519|3520|353[27]|3514)[NWI]\b",
        ('SQL3109N  The utility is beginning to load data from file "/in/day.del".',),
        ('SQL3118W  The field value in row "1" and column "2" cannot be converted.',),
    ),
    Rule(
        "command traced, or source quoted",
        RUNNER,
        _H,
        "",
        r"^\+{1,4} (?!\S*:)|^>? ?\d{1,7} \|(?: |$)|^>\s{3,}\S|"
        r"^\{?'[\w/.-]{1,120}': (?:[\d.]+|None|True|False)[,}]$",
        (
            "+ grep -c ERROR day.sh",
            "12 | int error(void) { return 1; }",
            ">       log.error('row 3')",
            "'log_count/ERROR': 2,",
        ),
        ("+ cat: x: No such file or directory", "12 rows | 3 failed"),
    ),
    Rule(
        "script listing",
        WARNING,
        _H,
        "exit|echo|rc=|ret=|trap|raise|except|throw|then|print|true|fi|done|die|logger|select|when |return|"
        ">&2|"
        "case |import |set -|delete from|merge into|truncate table",
        r"\|\|\s*(?:exit|echo|return|true|:|\{|die|logger|log)\b|&&\s*(?:exit|echo)\b|"
        r";\s*(?:then|do|fi|exit)\b|>&2|"
        r"^\s*(?:if \[|if \(|if !|elif \[|then\s*$|else\s*$|fi\s*$|done\b|esac\b|trap |exit "
        r"\$?\w{1,12}\s*(?:[;#}].*)?$|return \$?\w{1,6}\s*;?$|echo\s+[\"'$-]|printf\s+[\"']|"
        r"raise \w|except(?: \w[\w., ()]*)?(?: as \w+)?:|try:|throw new |catch ?\(|\} ?catch|print(?:ln|"
        r"f)?\s?\(|log(?:ger|ging)?\.\w+\(|sys\.exit\(|"
        r"set [-+][euxo]|#!|# |-- |//|(?:import|from) [\w.]+(?: import .*)?$|case when|when .{1,200} then "
        r"|where |and |or |select |SELECT |insert |INSERT |(?i:delete from|merge into|truncate table) )",
        (
            '  if [ ! -f day.csv ]; then echo "ERROR no file"; exit 1; fi',
            "  load day.csv || exit 3",
            'echo "ERROR: no rows"',
            "trap 'echo failed' ERR",
            '    raise ValueError("no rows")',
        ),
    ),
    Rule(
        "said of a table",
        WARNING,
        _H,
        "error|fail|fatal|critical|失败|错误|异常|severe|exception",
        r"^\s*\|.*\|\s*$|^\s*│.*│\s*$",
        ("|ERROR  | 3 |", "| level | n | failed |"),
    ),
    Rule(
        "progress meter",
        WARNING,
        _H,
        "% total|dload|--:--| 0:",
        r"^\s*% Total\s+% Received|^\s*Dload\s+Upload|"
        r"^\s*(?:[\d.]+[kMGTP]?\s+){8}(?:[\d-]+:\S+\s+){3}[\d.]+[kMGTP]?\s*$",
        (
            "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current",
            "                                 Dload  Upload   Total   Spent    Left  Speed",
            "  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0",
        ),
        ("0     0    0 --:--:-- --:--:-- --:--:--     0curl: (22) The requested URL returned error: 404",),
    ),
    Rule(
        "R warning",
        WARNING,
        _N,
        "warning message|警告信息",
        r"^(?:In addition: )?Warning messages?:\s*$|^(?:此外: )?警告信息[:：]?\s*$",
        ("Warning message:", "In addition: Warning message:"),
        ("Warning message: no rows",),
        weight=ALONE,
        below=True,
    ),
    Rule(
        "warning of PostgreSQL",
        WARNING,
        _N,
        "psql:|gsql:",
        r"^[pg]sql:\S{1,300}:\d{1,7}: (?:WARNING|NOTICE|INFO|警告|注意|信息)\s?[:：]",
        ("psql:/etl/kpi.sql:22: WARNING:  interconnect may encountered a network error",),
        ("psql:/etl/kpi.sql:22: ERROR:  no such table",),
        weight=ALONE,
    ),
    Rule(
        "Perl warning",
        WARNING,
        _N,
        " line ",
        r"^(?:Use of (?:uninitialized|freed|\S+ is deprecated)|Argument \".*\" isn't numeric|Odd number of "
        r"elements|Reference found where|Useless use of|Name \"\S+\" used only once|Deep recursion on|"
        r"(?:Subroutine|Constant subroutine|Prototype mismatch).{1,100} redefined|Scalar value @|Possible "
        r"(?:attempt|precedence|unintended|memory)|Unquoted string|(?:readline|print|printf|say|close|read|"
        r"eof|seek|binmode)\(\) on (?:closed|unopened)|Wide character in|substr outside of string|splice\(\) "
        r"offset past|\S+ variable \S+ masks|Statement unlikely|Parentheses missing|Exiting \w+ via|"
        r"Found = in conditional|Malformed UTF-8|Unescaped left brace|Integer overflow in|Redundant argument|"
        r"Missing argument in|Unrecognized escape|Negative repeat count|Smartmatch is|given is|when is)"
        r".{0,600} at \S+ line \d+",
        (
            'Use of uninitialized value $h{"a"} in concatenation (.) or string at day.pl line 3.',
            "readline() on closed filehandle $fh at day.pl line 9.",
        ),
        ("Cannot open list: No such file or directory at day.pl line 4.",),
        weight=ALONE,
    ),
    Rule(
        "retry that goes on",
        RETRY,
        _N,
        "retry|retries|try again|trying again|trying next|trying the next|trying another|attempt|already "
        "tried|重试|will be retried|reconnect",
        r"(?i:\b(?:will (?:be )?retr\w+|retrying|re-?try \d|trying (?:again|(?:the )?next|another)|try "
        r"again (?:in|later)|"
        r"reconnecting|already tried \d+ time|"
        r"attempt \d+(?:/\d+| of \d+)? failed|retry(?:ing)? (?:in|after|attempt)))|(?:正在|准备|开始|进行|"
        r"稍后|秒后|分钟后|第\s?\d+\s?次|自动)重试|[,，]\s?重试 ?\d",
        (
            "attempt 1: java.net.SocketTimeoutException: Read timed out; trying again",
            "Retrying connect to server: n4/10.0.0.4:8032. Already tried 3 time(s)",
            "连接失败，准备重试",
            "取数失败，重试 2",
        ),
        ("giving up after 3 attempts: connection refused",),
        weight=ALONE,
    ),
    *ENGINE_MESSAGES,
)
