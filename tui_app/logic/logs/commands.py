"""Faults that shells, system commands and the kernel report, in English and Chinese."""

from .rule import FAINT, KILLED, NETWORK, SHELL, STATED, TOOL, Role, Rule

_CAUSE = Role.CAUSE
ERRNO = (
    r"No such file or directory|No such device|Permission denied|Is a directory|Not a directory|No space "
    r"left on device|"
    r"Disk quota exceeded|Read-only file system|Argument list too long|Exec format error|Input/output error|"
    r"Too many open files|Text file busy|Operation not permitted|Stale (?:NFS )?file handle|File name too "
    r"long|"
    r"Device or resource busy|Directory not empty|Invalid argument|Resource temporarily unavailable|Bad "
    r"file descriptor|"
    r"Invalid cross-device link|Too many levels of symbolic links|Cannot allocate memory|No such process|"
    r"Connection refused|Connection reset by peer|Connection timed out|No route to host|Network is "
    r"unreachable|Host is down|"
    r"Name or service not known|Temporary failure in name resolution|Operation timed out|Transport "
    r"endpoint is not connected|"
    r"cannot execute(?: binary file)?|Structure needs cleaning|File too large|File exists|"
    r"没有那个文件或目录|没有该文件或目录|权限不够|拒绝的权限|是一个目录|不是目录|设备上没有空间|"
    r"磁盘配额超出|只读文件系统|参数列表过长|"
    r"可执行文件格式错误|输入/输出错误|打开的文件过多|文本文件忙|不允许的操作|设备或资源忙|目录非空|"
    r"无效的参数|资源暂时不可用|"
    r"无法分配内存|拒绝连接|连接被拒绝|连接超时|没有到主机的路由|网络不可达|未知的名称或服务|文件已存在|"
    r"没有那个设备或地址"
)
_ERRNO_WORDS = (
    "no such |permission denied|a directory|no space left|quota exceeded|read-only file|list too long|"
    "exec format|"
    "input/output|too many |text file busy|not permitted|stale |name too long|resource busy|directory not "
    "empty|"
    "invalid argument|temporarily unavailable|bad file|cross-device|cannot allocate|connection re|timed out|"
    "no route to|is unreachable|host is down|or service not|name resolution|endpoint is not|cannot "
    "execute|needs cleaning|"
    "file too large|file exists|没有那个|没有该文件|权限|一个目录|不是目录|没有空间|配额|只读|列表过长|"
    "文件格式|输入/输出|文件过多|文件忙|"
    "不允许的|资源忙|目录非空|无效的参数|暂时不可用|无法分配|拒绝连接|连接被拒绝|连接超时|到主机|"
    "网络不可达|名称或服务|已存在"
)
TOLERATED = (
    r"(?:/\S*/)?(?:rm|find|du|grep|egrep|zgrep|rmdir|kill|pkill|killall|ls|unlink|stty|tput|ps|"
    r"which|chmod|chown)"
)
RULES = (
    Rule(
        "shell command missing",
        SHELL,
        _CAUSE,
        "not found|未找到命令|未找到|command not|找不到命令|not recognized|不是内部或外部命令",
        r"(?:\bline \d+|: \d+|\[\d+\]|第 ?\d+ ?行|行 ?\d+|^(?:-?\w*sh|/\S+sh|env|sudo|nohup|time|xargs|"
        r"exec|timeout)|\bsh)\s?[:：]"
        r".{0,300}[:：]\s?(?:command )?not found\s*$|: command not found\s*$|未找到命令|找不到命令|"
        r"[:：]\s?未找到\s*$|"
        r"command not found: \S+|is not recognized as an internal or external command|不是内部或外部命令|"
        r"not found in \$?PATH",
        (
            "run.sh: line 3: hdfss: command not found",
            "/tmp/day.sh: 3: sqoop: not found",
            "run.sh: 第 7 行： hive_load：未找到命令",
            "zsh:1: command not found: load",
            "'java' 不是内部或外部命令，也不是可运行的程序",
        ),
        ("page not found", "user not found"),
    ),
    Rule(
        "shell grammar",
        SHELL,
        _CAUSE,
        "syntax error|unbound variable|bad substitution|unexpected end of file|unexpected token|"
        "unexpected eof|"
        "conditional binary|integer expression|unary operator|parameter not set|ambiguous redirect|"
        "numeric argument|"
        "语法错误|未绑定的变量|错误的替换|为绑定变量|未预期|value too great|division by 0|not a valid "
        "identifier|too many arguments|"
        "bad interpreter|解释器错误|readonly variable|parameter null or not set|缺少|需要整数表达式|"
        "unterminated|unmatched",
        r"(?:\bline \d+|: \d+|\[\d+\]|第 ?\d+ ?行|行 ?\d+|^-?\w*sh|"
        r"\S+\.\w*sh)\s?[:：].{0,300}(?:[Ss]yntax error|unbound variable|[Bb]ad substitution|"
        r"unexpected end of file|unexpected EOF|integer expression expected|unary operator expected|"
        r"parameter not set|"
        r"parameter null or not set|"
        r"ambiguous redirect|numeric argument required|conditional binary operator|value too great for "
        r"base|division by 0|"
        r"not a valid identifier|too many arguments|bad interpreter|readonly variable|unterminated|"
        r"[Uu]nmatched|"
        r"语法错误|未绑定的变量|为绑定变量|错误的替换|未预期|解释器错误|需要整数表达式|缺少)",
        (
            "day.sh: line 14: syntax error near unexpected token `fi'",
            "day.sh: line 2: DAY: unbound variable",
            "day.sh: 9: Bad substitution",
            "run.sh: 第 3 行： 语法错误: 未预期的文件结尾",
        ),
    ),
    Rule(
        "limit that cannot be changed",
        SHELL,
        _CAUSE,
        "ulimit: ",
        r"^(?:.{0,200}(?:line \d+|第 ?\d+ ?行|: \d+)\s?[:：]\s?)?ulimit: ",
        ("run.sh: line 12: ulimit: stack size: cannot modify limit: Operation not permitted",),
        weight=FAINT,
    ),
    Rule(
        "tolerated command",
        SHELL,
        _CAUSE,
        _ERRNO_WORDS,
        rf"^{TOLERATED}[:：] .{{0,300}}(?:{ERRNO})|^mkdir[:：].*(?:File exists|文件已存在)",
        (
            "rm: cannot remove 'x.tmp': No such file or directory",
            "grep: /etc/x.conf: No such file or directory",
        ),
        weight=FAINT,
    ),
    Rule(
        "network client",
        NETWORK,
        _CAUSE,
        "curl: (|wget: |ssh: |could not resolve|unable to resolve|host key verification|publickey|"
        "connection refused|"
        "connection timed out|failed: name|failed: connection|gss initiate|kinit: |error 4|error 5|ftp: |"
        "sftp|not connected|"
        "login incorrect|login failed|fatal: |无法解析|authentication failed|unknown host|no kerberos|"
        "kex_exchange|remote end closed|connection reset|ssl_error|nc: |telnet: |scp: |ssh_exchange|"
        "closed by remote|connect to the server|connection to the server|x509: ",
        r"(?:^|[\s\d])curl: \(\d+\) |^wget: (?!using)|^ssh: |[Cc]ould not resolve (?:host|proxy)|"
        r"unable to resolve host address|无法解析(?:主机|域名)|"
        r"Host key verification failed|Permission denied \((?:publickey|password|gssapi)|Connecting to "
        r".{1,200}failed: |"
        r"^(?:Resolving|Connecting) .{0,200}failed: |ERROR (?:4|5)\d\d: |GSS initiate failed|^kinit: |"
        r"^(?:ftp|sftp|telnet|nc|scp|lftp): .|"
        r"^(?:5[035]0|530) .{0,80}(?:[Ll]ogin|[Nn]ot|[Ff]ail|denied)|[Ll]ogin (?:incorrect|failed|"
        r"authentication failed)|"
        r"^Unable to connect to the server: |^The connection to the server \S+ was refused|\bx509: \w|"
        r"^fatal: (?!0\b)|kex_exchange_identification|ssh_exchange_identification|Connection (?:closed|"
        r"reset) by (?:remote|\d)",
        (
            "curl: (28) Failed to connect to met.acme.example port 8443 after 30001 ms: Timeout was reached",
            "ssh: connect to host n4 port 22: Connection refused",
            "Unable to connect to the server: x509: certificate has expired or is not yet valid",
            "wget: unable to resolve host address 'met.acme.example'",
            "fatal: unable to access 'https://git.acme.example/': Could not resolve host",
        ),
    ),
    Rule(
        "usage of a command",
        TOOL,
        _CAUSE,
        "unrecognized option|invalid option|unknown option|unrecognized arguments|invalid choice|are "
        "required|no such option|"
        "missing operand|illegal option|无效选项|无法识别的选项|缺少操作对象|缺少了|missing argument|"
        "unknown command|requires an argument|invalid date|无效的日期|invalid number",
        r"(?:unrecognized|invalid|unknown|illegal|no such) (?:option|argument|command|date|number)s?\b|"
        r"invalid choice: |"
        r"the following arguments are required|missing (?:file )?operand|无效选项|无法识别的选项|"
        r"缺少(?:了)?操作对象|无效的日期|"
        r"option .{0,40}requires an argument|Missing (?:required )?(?:argument|option)",
        (
            "day.py: error: unrecognized arguments: --day",
            "date: invalid date '2026-02-30'",
            "date: 无效的日期 '2026-02-30'",
        ),
    ),
    Rule(
        "can't open file",
        TOOL,
        _CAUSE,
        "can't open file|could not find or load main class|cannot open|unable to access jarfile|no main "
        "manifest|"
        "找不到或无法加载主类|cannot access|can't open|无法打开|无法访问|class not found|no module named|"
        'file does not exist|" not found|" was not found|'
        "input path does not exist|path does not exist|file not found|无法创建|无法删除|cannot stat|"
        "cannot create|unsupportedclassversion",
        r"can't open file|[Cc]ould not find or load main class|找不到或无法加载主类|Unable to access "
        r"jarfile|no main manifest attribute|"
        r"^\S+: [Cc]an(?:not|'t) (?:open|access|stat|create|read|write|find) |No module named |"
        r"(?:[Ii]nput p|P|p)ath does not exist|"
        r"^(?:File|Can't ls:) \"[^\"]{1,300}\" (?:was )?not found\.?$|\b[Ff]ile does not exist\b|"
        r"^\S+[:：] ?无法(?:打开|访问|创建|获取|读取|写入|删除|切换)|JAR does not exist",
        (
            "python: can't open file '/opt/day.py': [Errno 2] No such file or directory",
            "Error: Could not find or load main class com.acme.Day",
            "错误: 找不到或无法加载主类 com.acme.Day",
            "/usr/bin/python3: No module named acme",
            'File "/out/day.zip" not found.',
        ),
    ),
    Rule(
        "system call in a shell",
        SHELL,
        _CAUSE,
        _ERRNO_WORDS,
        rf"^(?!\[?Errno)[^\s:：]{{1,120}}(?: \S{{1,40}}){{0,4}}[:：] ?.{{0,600}}(?:{ERRNO})(?: "
        rf"?[.)(（].{{0,40}})?[.。]?\s*$|"
        rf"(?:cannot|can't|could not|unable to|failed to|无法|不能)\b.{{0,300}}(?:{ERRNO})",
        (
            "cat: /data/x: No such file or directory",
            "unload.sh: line 6: cd: /mnt/share/in: No such file or directory",
            "bcp_load: cannot read /in/meter_day.csv: Permission denied",
            "cp: 无法获取'day.csv' 的文件状态(stat): 没有那个文件或目录",
            "zip I/O error: No space left on device",
            "2 open /etc/day.yml: no such file or directory".replace("no such", "No such"),
        ),
    ),
    Rule(
        "Go system call",
        TOOL,
        _CAUSE,
        "no such file or directory|connection refused|permission denied|i/o timeout|no such host|deadline "
        "exceeded|eof",
        r"\b(?:open|dial|read|stat|mkdir|write|lookup|exec|fork/exec|remove|rename)\b.{0,300}: (?:no such "
        r"file or directory|"
        r"connection refused|permission denied|i/o timeout|no such host|file exists|connection reset by "
        r"peer|is a directory)|"
        r"context deadline exceeded|: no such file or directory\s*$",
        (
            "open /etc/day.yml: no such file or directory",
            "dial tcp 10.0.0.7:5432: connect: connection refused",
        ),
    ),
    Rule(
        "killed by the kernel or a signal",
        KILLED,
        _CAUSE,
        "killed|terminated|segmentation fault|core dumped|bus error|limit exceeded|floating point|"
        "已杀死|已终止|段错误|"
        "hangup|double free|illegal instruction|sigkill|sigsegv|by signal|died with",
        r"^(?:.{0,200}(?:line \d+|第 ?\d+ ?行|行 ?\d+)\s?[:：])?\s{0,8}\d{0,9}\s{0,8}(?:Killed|Terminated|"
        r"Segmentation fault|Bus error|File size limit exceeded|CPU time limit exceeded|"
        r"Floating point exception|Illegal instruction|Hangup|已杀死|已终止|段错误|"
        r"浮点数例外)(?=\s|$|\()(?!:)|"
        r"[(（](?:core dumped|核心已转储|吐核)[)）]|double free or corruption|"
        r"^(?:Killed|Terminated|已杀死|已终止|段错误)\s*$|Segmentation fault|"
        r"(?:[Kk]illed|terminated) by signal \d+|died with <?Signals?\.|SIGSEGV|[Rr]eceived SIGKILL",
        (
            "Killed",
            "run.sh: line 14:  4711 Killed                  python job.py",
            "run.sh: 第 9 行：  4711 已杀死               python job.py",
        ),
        ("killed 0 sessions, memory 137 MB",),
    ),
    Rule(
        "limit of a batch system",
        KILLED,
        _CAUSE,
        "exceed|limit",
        r"(?i:\b(?:job|task|process|step)\b.{0,40}\b(?:killed|cancell?ed|terminated|aborted|removed)\b"
        r".{0,80}\b(?:exceed\w*|limits?)\b)|\bTERM_(?:MEM|RUN|CPU|PROCESS|THREAD|SWAP)\w*LIMIT\b|"
        r"(?i:\bjob \S+ exceed(?:s|ed) (?:\w+ ){0,2}(?:hard |soft )?limit)|"
        r"(?i:\bexceeded (?:job|step|task) (?:memory|time|cpu) limit)",
        (
            "=>> PBS: job killed: vmem 1076252672 exceeded limit 1073741824",
            "TERM_MEMLIMIT: job killed after reaching LSF memory usage limit.",
            "slurmstepd: error: *** JOB 7 ON n7 CANCELLED AT 2026-11-21T02:10:05 DUE TO TIME LIMIT ***",
        ),
        ("Container killed by YARN for exceeding memory limits", "no job limit"),
        weight=STATED,
    ),
    Rule(
        "limit or signal from outside",
        KILLED,
        _CAUSE,
        "time limit|timeout, pid|sigterm|signal 15|walltime|wall time|externally set|externally killed|"
        "zombie|"
        "caught term|received term|got term|"
        "kill signal|killed by user|was killed by|cancelled by|canceled by|execution timeout|run too long|"
        "signal 9|"
        "time out|timed out|timeout|deadline|超时|被终止|被取消|被杀|强制|killing|preempt|evicted|sigint|"
        "was cancelled",
        r"(?i:(?:time|wall ?time|run ?time|cpu) limit .{0,60}(?:reached|exceeded|hit|over|expired)|"
        r"(?:exceed\w*|reached|over|hit|due to) .{0,30}(?:time|wall ?time) limit|Timeout, PID: \d+|"
        r"externally (?:set|killed)|"
        r"detected zombie|zombie job|(?:received|caught|got|sending|sent) (?:kill )?(?:SIGTERM|TERM|SIGINT|"
        r"SIGKILL|signal 15|signal 9|kill signal)|"
        r"Received SIGTERM|"
        r"(?:killed|cancell?ed|terminated|aborted|stopped) by (?:the )?(?:user|operator|admin|scheduler|"
        r"limit|watchdog)|"
        r"(?:execution|run|task|job|flow|process|command|script)(?: \S+){0,3} (?:has )?(?:timed out|"
        r"timeout|time out)|"
        r"(?:execution|task|job|process|command) ?timeout (?:of|reached|exceeded|after|expired)|"
        r"AirflowTaskTimeout|"
        r"timeout (?:of \d+ ?\w+ )?(?:reached|exceeded|expired)|RAN TOO LONG|"
        r"was (?:preempted|evicted)|The node was low on resource)|"
        r"(?:任务|作业|脚本|执行|运行|流程)\S{0,12}超时|被(?:强制)?(?:终止|取消|杀死|杀掉|停止|kill)|"
        r"强制(?:终止|停止|结束)",
        (
            "time limit of 3600 s reached, sending SIGTERM to 8123",
            "Received SIGTERM. Terminating subprocesses.",
            "airflow.exceptions.AirflowTaskTimeout: Timeout, PID: 4711",
            "任务执行超时，强制终止",
        ),
        ("connection timed out", "no time limit", "socket timeout=30"),
        weight=STATED,
    ),
    Rule(
        "message of a filter",
        SHELL,
        _CAUSE,
        "awk: |sed: |cut: |sort: |join: |comm: |split: |find: |diff: |patch: |jq: |iconv: |openssl: |"
        "xmllint: |bc: |paste: |tr: ",
        r"^(?:/\S*/)?(?:[gmn]?awk|sed|cut|sort|join|comm|split|find|diff|patch|jq|iconv|openssl|xmllint|bc|"
        r"paste|tr): (?!.{0,100}(?:[Ww]arning|\d+: \^ |警告))\S",
        (
            "cut: in/7.csv: invalid byte, character or field list",
            "jq: error (at <stdin>:0): Cannot index string",
        ),
        ("awk: warning: escape sequence treated as plain", "sorted: 12 rows"),
        weight=FAINT,
    ),
)
