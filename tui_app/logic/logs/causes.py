"""Faults that interpreters, compilers and clusters report in their own grammar."""

from .rule import CLUSTER, EXCEPTION, FAINT, MEMORY, NETWORK, PLAIN, STATED, TOOL, Role, Rule

_CAUSE = Role.CAUSE

FIRST = (
    Rule(
        "attempt that timed out",
        CLUSTER,
        _CAUSE,
        "timed out after",
        r"\bAttemptID:\S{1,100} Timed out after \d+ secs",
        ("AttemptID:attempt_1_44_r_000007_3 Timed out after 600 secs",),
        weight=STATED,
    ),
    Rule(
        "YARN diagnostics without a reason",
        CLUSTER,
        _CAUSE,
        "due to am container",
        r"failed \d+ times due to AM Container for \S+ exited with\s{1,4}exitCode: ?-\d+\.?\s*$",
        (
            "Application application_1_2 failed 2 times due to AM Container for appattempt_1 exited with  "
            "exitCode: -104",
        ),
        (
            "Application application_1_2 failed 2 times due to AM Container for appattempt_1 exited with  "
            "exitCode: -104 due to: Container is running beyond memory limits",
        ),
    ),
    Rule(
        "YARN diagnostics",
        CLUSTER,
        _CAUSE,
        "due to am container|diagnostics|user class threw exception|application application_|failed this "
        "attempt|"
        "killed by yarn|exceeded the maximum|was not running|invalid resource request|unknown queue|"
        "submitted by user",
        r"failed \d+ times due to AM Container|(?:^|\.|\s)[Dd]iagnostics(?: message)?\s?[:=]\s?\[?(?!N/A|"
        r"\]|$)(?P<rest>\S.*)$|"
        r"User class threw exception: (?P<rest2>\S.*)$|"
        r"Container (?:\S+ )?killed by YARN(?! for exceeding memory)|"
        r"Failed to submit application|Invalid resource request|(?:unknown|does not exist) .{0,20}queue|"
        r"Application rejected by queue|Cannot submit applications?",
        (
            "Application application_1_2 failed 2 times due to AM Container for appattempt_1 timed out",
            "Failing this attempt.Diagnostics: File does not exist: hdfs://n1/day.xml",
            "Diagnostics: Container [pid=1] is running beyond virtual memory limits. 2 GB of 2 GB used",
            "diagnostics: User class threw exception: org.acme.NoInput: no file",
        ),
        ("diagnostics: N/A",),
        weight=STATED,
    ),
)
"""Judged before the tools' own grammar: a cluster that states a reason quotes the words of any tool."""

RULES = (
    Rule(
        "Flink's failure cause",
        CLUSTER,
        _CAUSE,
        "with failure cause",
        r"\bswitched from (?:state )?[A-Z_]+ to FAILED\b.{0,200}? with failure cause: ?(?P<rest>.*)$",
        ("Map (2/4)#0 (aa1) switched from RUNNING to FAILED with failure cause: java.io.IOException: bad",),
        weight=STATED,
    ),
    Rule(
        "Go panic",
        "Go panic",
        _CAUSE,
        "panic: |fatal error: ",
        r"^panic: .|^fatal error: (?:all goroutines|concurrent map|stack overflow|runtime|out of memory|"
        r"unexpected signal)",
        ("panic: runtime error: index out of range [5] with length 3",),
    ),
    Rule(
        "Rust panic",
        "Rust panic",
        _CAUSE,
        " panicked at ",
        r"^thread '[^']{0,80}'(?: \(\d+\))? panicked at (?:'(?P<rest>.+)', )?\S+:\d+:\d+:?$",
        (
            "thread 'main' (77) panicked at src/main.rs:11:25:",
            "thread 'main' panicked at 'no rows', a.rs:1:2",
        ),
        below=True,
    ),
    Rule(
        "assertion of C",
        EXCEPTION,
        _CAUSE,
        "assertion",
        r": Assertion [`'].{1,600}' failed\.|^Assertion failed: ",
        ("calc: calc.cc:5: int main(): Assertion `n > 0' failed.",),
        ("Assertion of rows: ok",),
    ),
    Rule(
        "heading of a failed test",
        TOOL,
        _CAUSE,
        " fail",
        r"\s\| FAIL \|$|^--- FAIL: \S+ \([\d.]+s\)$",
        ("Day File Exists                   | FAIL |", "--- FAIL: TestSum (0.00s)"),
        below=True,
    ),
    Rule(
        "failed test",
        TOOL,
        _CAUSE,
        "not ok |e  |expect(received)",
        r"^expect\(received\)\.|^not ok \d+ - (?!.*# (?:TODO|SKIP))\S|"
        r"^E {3,}(?:[A-Z]\w*(?:Error|Exception|Warning|Failed)\b|assert )",
        (
            "not ok 2 - sum of kWh",
            "E   AssertionError: sum of kWh is wrong",
            "expect(received).toBe(expected)",
        ),
        ("not ok 3 - known # TODO", "E   at the end"),
    ),
    Rule(
        "cause stated",
        TOOL,
        _CAUSE,
        "原因|cause|reason|错误信息|异常信息|报错信息|error message|error details|错误描述|错误详情|"
        "failure message|错误如下|异常如下|the following error|command error",
        r"(?:原因(?:是|为)?|(?:错误|异常|报错)(?:信息|描述|详情|内容|消息|如下))\s?[:：]\s?(?P<rest>.*)$|"
        r"\b(?i:(?:root cause|most likely cause|likely cause|failure reason|fail(?:ed)? reason|reason for "
        r"failure|error message|"
        r"error details?|failure message|command error|caused by the following error|the following "
        r"errors?)(?: is| "
        r"was)?)\s?[:=]\s?(?P<rest2>.*)$",
        (
            "执行失败，失败原因：目标表 dw_kpi 被锁定超过 600 秒",
            "经DataX智能分析,该任务最可能的错误原因是:",
            "Root cause: disk of node 3 is gone",
        ),
        ("原因分析模块已加载", "because the reason is unknown"),
        weight=STATED,
        below=True,
    ),
    Rule(
        "answer of a server in JSON",
        TOOL,
        _CAUSE,
        "message|error|reason|msg|detail",
        r"^\"(?i:error|err_?msg|error_?(?:msg|message|info|description)|failure_?reason)\"\s?:\s?"
        r"\"(?P<rest>[^\"]{6,2000})\",?\s*$|"
        r"^\"(?i:message|msg|reason|detail)\"\s?:\s?\"(?=[^\"]*(?i:error|fail|exception|too many|not |"
        r"invalid|denied|exceed|cannot|unable|timeout|missing|失败|错误|异常))(?P<rest2>[^\"]{6,2000})\",?\s*$",
        ('"Message": "[DATA_QUALITY_ERROR]too many filtered rows",', '"errorMsg": "table day is locked"'),
        ('"message": "load of day is over",', '"error": "",'),
        weight=PLAIN,
        also='": "|":"|" : "',
    ),
    Rule(
        "answer of a service with a code",
        TOOL,
        _CAUSE,
        '"code"|"errcode"|"err_code"|"errorcode"|"retcode"',
        r"\"(?i:code|err_?code|errorcode|retcode)\"\s?:\s?\"?(?!0+\"?\s?[,}])-?\d{1,8}\"?\s?,"
        r".{0,300}?\"(?i:(?:sub|err_?|error_?)?(?:msg|message)|error|reason|detail)\"\s?:\s?"
        r"\"(?!(?i:ok\"|[^\"]{0,40}(?:success|成功)))[^\"]{3,}",
        (
            'answer: {"code":"99400","msg":"Invalid arguments","submsg":"the length of pointIds exceeds '
            '3000"}',
            '{"code":99411,"msg":"quota of points exceeded for org o15"}',
        ),
        ('{"code":0,"msg":"OK","data":null}', '{"code":200,"msg":"request successful"}'),
        weight=PLAIN,
        also="msg|message|error|reason|detail",
    ),
    Rule(
        "reason without a failure",
        TOOL,
        _CAUSE,
        "reason|cause",
        r"^(?:[Rr]eason|[Cc]ause|REASON|CAUSE)\s?[:=]\s{0,40}(?P<rest>\S.*)$",
        ("Reason:       ImagePullBackOff", "Cause: disk of node 3 is gone"),
        ("the reason: disk",),
        weight=FAINT,
    ),
    Rule(
        "Kubernetes event",
        CLUSTER,
        _CAUSE,
        "warning",
        r"^Warning\s{1,20}(?:Failed\w{0,40}|Evict\w{1,20}|OOMKilling|BackoffLimitExceeded|DeadlineExceeded|"
        r"Preempted|NodeNotReady)\s.{0,120}?\s(?:kubelet|[\w-]{1,60}-(?:scheduler|controller)|"
        r"taint-eviction-controller)(?:, \S{1,80})?\s{1,40}(?P<rest>\S.*)$",
        (
            'Warning  Failed  8m (x4 over 10m)  kubelet  Failed to pull image "day:1": rpc error',
            "Warning  FailedScheduling  3m  default-scheduler  0/5 nodes are available: 5 full",
        ),
        ("Warning  Unhealthy  3m  kubelet  Readiness probe failed: no answer",),
    ),
    Rule(
        "Fortran",
        TOOL,
        _CAUSE,
        "fortran runtime error|forrtl: |fatal called from file",
        r"^(?:Fortran runtime error|forrtl): (?!warning)(?P<rest>\S.*)$|^FATAL CALLED FROM FILE:",
        (
            "Fortran runtime error: End of file",
            "forrtl: severe (24): end-of-file during read, unit 5, file /in/kw.dat",
        ),
        below=True,
    ),
    Rule(
        "Erlang exception",
        EXCEPTION,
        _CAUSE,
        "error) ",
        r"^\*\* \((?:[A-Z]\w*\.)*[A-Z]\w*\) \S",
        ("** (Postgrex.Error) ERROR 23505 (unique_violation) duplicate key", "** (RuntimeError) no rows"),
        ("(no error) ** (all done) ok",),
        also="** (",
    ),
    Rule(
        "refusal of a server",
        NETWORK,
        _CAUSE,
        "status: 4|status 4|status=4|status:4|status code 4|status code: 4|http 4|http/1.1 4|http/1.0 4|"
        "http/2 4|"
        "status: 5|status 5|status=5|status:5|status code 5|status code: 5|http 5|http/1.1 5|http/1.0 5|"
        "http/2 5",
        r"\b(?:HTTP(?:/\d(?:\.\d)?)?|[Ss]tatus(?: code)?)(?: |:|=|: )[45]\d\d\b",
        ("RESPONSE Status: 403 This request is not authorized", "HTTP/1.1 502 Bad Gateway"),
        ("HTTP/1.1 200 OK", "status: 4 of 5"),
        weight=FAINT,
    ),
    Rule(
        "no node for a pod",
        CLUSTER,
        _CAUSE,
        "nodes are available",
        r"\b0/\d+ nodes are available: \S",
        ("0/5 nodes are available: 5 Insufficient cpu.",),
        ("3/5 nodes are available: fine",),
    ),
    Rule(
        "expectation of data that is not met",
        TOOL,
        _CAUSE,
        " unexpected|expect_",
        r"\bexpect_\w+\b.{0,300}(?:\b[1-9]\d* (?:of \d+ )?unexpected\b|\b(?i:fail(?:ed)?|false|not met)\b|"
        r"✖|✗)",
        ("expect_column_values_to_not_be_null(column=kw): 311 of 4464 unexpected (6.97 %)",),
        ("expect_column_to_exist(column=kw): ok",),
        weight=PLAIN,
    ),
    Rule(
        "memory",
        MEMORY,
        _CAUSE,
        "emory|oomkill|oom-kill|oom kill|oom_kill|gc overhead|内存不足|内存溢出|bad_alloc|std::bad_alloc|"
        "out_of_memory",
        r"\bOutOfMemory\w*|\bMemoryError\b|\b[Oo]ut of memory\b|[Cc]annot allocate (?:memory|vector of "
        r"size)|无法分配内存|oom-kill|OOMKilled|"
        r"\bOOM[ -]?[Kk]ill|beyond (?:the )?'?(?:physical|virtual|PHYSICAL|VIRTUAL)'? memory|GC overhead "
        r"limit|"
        r"(?:insufficient|not enough|exceed\w*) (?:\w+ )?memory|[Mm]emory limit (?:\(\S+\) )?exceeded|"
        r"内存(?:不足|溢出|超限)|bad_alloc|"
        r"exceeding memory limits|[Uu]nable to allocate \S+ \S+ for an array|Failed to get minimum memory",
        (
            "java.lang.OutOfMemoryError: Java heap space",
            "MemoryError",
            "Container killed by YARN for exceeding memory limits. 5.5 GB of 5.5 GB physical memory used",
            "is running beyond the 'PHYSICAL' memory limit",
        ),
        ("0 B of memory used", "memory limit 4 GB"),
    ),
    Rule(
        "C++ exception",
        EXCEPTION,
        _CAUSE,
        "terminate called|what():",
        r"terminate called (?:after throwing|without)|what\(\):\s",
        ("terminate called after throwing an instance of 'std::runtime_error'", "  what():  no such site"),
    ),
    Rule(
        "R error",
        "R error",
        _CAUSE,
        "error in |error: |错误于|错误: |错误：|error in",
        r"^Error in .{0,300}?\s?:\s*(?P<rest>\S.*)$|^Error in (?!\S+ \(line \d+\)\s*$).{0,300}:?\s*$|"
        r"^(?:错误于|Error: (?!0\b)|错误[:：] ?(?![0无]\b))(?P<rest2>.*)$",
        (
            "Error in fit_wake(x) : singular matrix in block 4",
            "Error: object 'site' not found",
            "错误: 找不到对象'site'",
        ),
        ("Error: 0",),
        below=True,
    ),
    Rule(
        "R cause",
        "R error",
        _CAUSE,
        "caused by error",
        r"^Caused by error(?: in .{1,200})?:\s*$",
        ("Caused by error:", "Caused by error in `load()`:"),
        ("Caused by error in the cache of yesterday",),
        weight=STATED,
        below=True,
    ),
    Rule(
        "MATLAB error",
        TOOL,
        _CAUSE,
        "error using ",
        r"^\{?\x08?Error using\s{1,3}\S{1,120}(?: \(line \d+\))?\s*$",
        ("Error using fread", "Error using load_scada (line 14)", "{Error using  * "),
        ("Error using the cache of yesterday",),
        below=True,
    ),
    Rule(
        "Ruby error",
        TOOL,
        _CAUSE,
        ".rb:",
        r"^\S{1,300}\.rb:\d{1,7}:in [`'][^']{1,200}': (?P<rest>\S.{0,2000}?) \([A-Z][\w:]{1,80}\)\s*$",
        ('/srv/load.rb:31:in `fetch\': key not found: "site" (KeyError)',),
        ("\tfrom /srv/load.rb:31:in `block in load'",),
    ),
    Rule(
        "Perl error",
        TOOL,
        _CAUSE,
        " line ",
        r" at \S+(?:\.p[lm]|\.cgi|-e) line \d+(?:, <\S*> (?:line|chunk) \d+)?\.\s*$",
        ("Can't locate Acme/Day.pm in @INC (you may need to install it) at day.pl line 3.",),
    ),
    Rule(
        "make rule or compiler",
        TOOL,
        _CAUSE,
        "no rule to make|没有规则|: error: |undefined reference|: fatal error: |: error ts|error[e|npm err!|"
        "error ts|失败：没有|没有指明目标|java:|scala:|kt:|groovy:",
        r"make(?:\[\d+\])?: \*\*\* (?:No rule|No targets|没有规则|没有指明)|^\S+:\d+(?::\d+)?: (?:fatal "
        r")?error: |undefined reference to|"
        r"^\S+\.(?:java|scala|kt|groovy):(?:\[\d+,\d+\]|\s?\(\d+, ?\d+\):|\d+:(?:\d+:)?) (?!warning)|"
        r"^\S+: (?:fatal )?error: (?!ld returned)|^error\[E\d+\]: |error TS\d+: |npm "
        r"ERR! (?:code E(?!LIFE)|(?:4|5)\d\d |.*not found|"
        r"[Mm]issing script|enoent|could not)",
        (
            "make: *** No rule to make target 'day.csv', needed by 'day'.  Stop.",
            "src/day.c:12:3: error: 'site' undeclared",
            "/srv/build/Day.java:[42,41] cannot find symbol",
            'npm ERR! Missing script: "day"',
        ),
    ),
    Rule(
        "checksum, disk and archive tools",
        TOOL,
        _CAUSE,
        "not in gzip format|compressed data|unexpected end of file|crc error|zip error|i/o error|archive|"
        "end-of-central|"
        "checksum|"
        "corrupt|got error|quota|no space|空间不足",
        r"not in gzip format|invalid compressed data--|^\S+: .{0,200}: unexpected end of file|crc error|"
        r"End-of-central-directory|"
        r"^\S+: .{0,200}(?:corrupt|I/O error)|(?:[Cc]hecksum|[Dd]igest|CRC|MD5) .{0,40}(?:mismatch|"
        r"differs?|fail|wrong|does not match|did NOT match)|"
        r"(?:[Dd]isk|[Ss]pace|[Ss]torage).{0,20}[Qq]uota .{0,20}(?:exceeded|used up)|磁盘空间不足|"
        r"空间不足|This does not look like a tar archive",
        ("gzip: day.gz: not in gzip format", "tar: This does not look like a tar archive"),
    ),
)
