"""Faults that databases, query engines and their clients report."""

from .rule import ALONE, APPLICATION, CLUSTER, DATABASE, FAINT, LEVEL, PLAIN, STATED, TOOL, Role, Rule

_CAUSE = Role.CAUSE

RULES = (
    Rule(
        "object that exists already",
        DATABASE,
        _CAUSE,
        "already exists",
        r"(?:\bORA-\d{5}: .{0,200}|^(?:psql\S*: )?ERROR[: ].{0,200})\balready exists\b",
        ('ORA-31684: Object type USER:"DW" already exists', 'ERROR:  relation "kpi" already exists'),
        ("directory already exists", "[PATH_ALREADY_EXISTS] Path already exists"),
        weight=FAINT,
    ),
    Rule(
        "compilation that only warns",
        DATABASE,
        Role.NOTICE,
        "compilation warnings|compilation errors",
        r"^ORA-(?:39082|24344): ",
        ('ORA-39082: Object type VIEW:"DW"."V" created with compilation warnings',),
        weight=ALONE,
    ),
    Rule(
        "SQL listing with a place",
        LEVEL,
        _CAUSE,
        "error at line",
        r"^ERROR at line \d+:\s*(?P<rest>.*)$",
        ("ERROR at line 1:",),
        below=True,
    ),
    Rule(
        "Oracle",
        DATABASE,
        _CAUSE,
        "ora-|sp2-|tns-|pls-|imp-0|exp-0|udi-|ude-|sql*loader-|lrm-|rman-|drg-",
        r"\b(?:ORA|SP2|TNS|PLS|IMP|EXP|UDI|UDE|LRM|RMAN)-\d{4,5}\b:?|SQL\*Loader-[1-9]\d*:",
        (
            "ORA-00001: unique constraint (DW.PK_KPI_DAY) violated",
            'SP2-0310: unable to open file "day.sql"',
            "TNS-12541: TNS:no listener",
        ),
    ),
    Rule(
        "rejected record of SQL*Loader",
        DATABASE,
        _CAUSE,
        ": rejected - |: discarded - ",
        r"^Record \d+: (?:Rejected|Discarded) - ",
        ("Record 17: Rejected - Error on table METER, column TS.",),
        below=True,
    ),
    Rule(
        "number in brackets",
        DATABASE,
        _CAUSE,
        "违反|无效|出错|错误|无法|失败|不存在|超|锁|权限|断开|溢出|太长|重复|非法|不能|为空|已|"
        "violat|invalid|error|fail|not |unable|exceed|lock|timeout|duplicate|exist",
        r"(?:^|[\s错误])\[-[1-9]\d{2,4}\][:：] ?\S",
        ("[-6602]:违反表[DAY]唯一性约束.", "第1 行附近出现错误[-2106]:无效的表或视图名[DAY]."),
        ("rows[-100]", "[-1]: x"),
        also="[-",
    ),
    Rule(
        "number and SQLSTATE",
        DATABASE,
        _CAUSE,
        "error|not |exist|exceed|invalid|fail|number of|null|duplicate|too |unable|timeout",
        r"^\d{5,6} \((?!00000)(?:\d\d[\dSP]\d\d|HY000)\): \S",
        ("000904 (42000): 01b2c3: SQL compilation error: invalid identifier 'KWH'",),
        ("12345 (00000): not an error",),
        also="): ",
    ),
    Rule(
        "BigQuery",
        DATABASE,
        _CAUSE,
        "bigquery error in",
        r"^BigQuery error in \w+ operation: ",
        ("BigQuery error in load operation: Error processing job 'day:bqjob_1': Error while reading data",),
        weight=STATED,
    ),
    Rule(
        "MySQL",
        DATABASE,
        _CAUSE,
        "error 1|error 2|error 3|error 4|got error|error code:|mysql|mariadb",
        r"\bERROR \d{4}(?: \(\w{5}\))?(?: at line \d+)?(?: in file: \S+)?: |mysql\w*: (?:\[ERROR\]|Got "
        r"error|Error|Unknown|unknown|Couldn't|Can't)|"
        r"\bError Code: \d+|\(\d{4}, ?[\"'].{0,400}[\"']\)|MySQL server has gone away|Lost connection to "
        r"MySQL|Got error: \d+",
        (
            "ERROR 1064 (42000) at line 3: You have an error in your SQL syntax",
            "mysqldump: Got error: 1045: Access denied for user 'etl'@'n4'",
            "Error Code: 1146. Table 'dw.day' doesn't exist",
        ),
    ),
    Rule(
        "PostgreSQL",
        DATABASE,
        _CAUSE,
        "error:|fatal:|psql|错误:|错误：|致命错误|pg_dump|pg_restore|invalid command|"
        "erreur|fehler|ошибка|エラー",
        r"^(?:psql|pg_dump|pg_restore|pg_dumpall|createdb|vacuumdb|gsql|ksql|vsql)\b.{0,200}?: (?:error|"
        r"ERROR|FATAL|fatal|错误|致命错误|ERREUR|FEHLER|ОШИБКА|エラー)\s?[:：]|"
        r"^(?:\S+: ?)?(?:ERROR|FATAL|PANIC|错误|致命错误|ERREUR|FEHLER|ОШИБКА|エラー)[:：]  \S|"
        r"^psql: .{0,80}(?:could not|不能|无法)|"
        r"^pg_\w+: .{0,40}(?:failed|could not)",
        (
            'psql:day.sql:3: ERROR:  relation "kpi" does not exist',
            'ERROR:  duplicate key value violates unique constraint "kpi_pk"',
            "pg_restore: COPY échoué pour la table « kpi » : ERREUR:  la valeur d'une clé dupliquée",
            'psql: error: connection to server at "db" (10.0.0.7), port 5432 failed: Connection refused',
        ),
    ),
    Rule(
        "OLE DB or ODBC record",
        DATABASE,
        _CAUSE,
        "hresult: |error = [|native error",
        r"\bHresult: 0x[0-9A-Fa-f]{8}\s{1,4}Description: \"(?P<rest>[^\"].*)$|^Error = \[\w[^\]]{1,80}\]",
        (
            'Source: "Microsoft SQL Server Native Client 11.0"  Hresult: 0x80004005  Description: "Login '
            'failed.".',
            "Error = [Microsoft][ODBC Driver 17 for SQL Server]String data, right truncation",
        ),
    ),
    Rule(
        "SQLSTATE",
        DATABASE,
        _CAUSE,
        "sqlstate|sqlcode|sql0|sql1|sql2|sql3|sql error|sql state|db::exception|dbexception|jdbc|odbc",
        r"\bSQLSTATE\s?[=:\[(]\s?\w{5}|\bSQLCODE\s?[=:]\s?-[1-9]|\bSQL\d{4,5}N\b|SQL [Ee]rror(?: "
        r"\[\d+\])?[:\s(]|"
        r"Code: \d+\.\s?DB::Exception|DB::(?:Net)?Exception",
        (
            "SQLSTATE[42S02]: Base table or view not found",
            "DB2 SQL Error: SQLCODE=-204, SQLSTATE=42704, SQLERRMC=DW.KPI",
            'SQL0204N  "DW.KPI" is an undefined name.  SQLSTATE=42704',
            "Code: 60. DB::Exception: Table dw.kpi doesn't exist.",
        ),
        ("SQLSTATE 00000",),
    ),
    Rule(
        "SQL Server",
        DATABASE,
        _CAUSE,
        "msg |消息 |sqlcmd: |bcp |sqlstate",
        r"^(?:Msg|消息) \d+[,，] ?(?:Level|级别) \d+[,，] ?(?:State|状态) \d+.*$|^Sqlcmd: Error",
        ("Msg 208, Level 16, State 1, Server n4, Line 3", "消息 208，级别 16，状态 1，服务器 n4，第 3 行"),
        below=True,
    ),
    Rule(
        "Hive and Impala",
        CLUSTER,
        _CAUSE,
        "semanticexception|parseexception|error while|analysisexception|failed: |authorizationexception|"
        "error retrieving|"
        "hiveaccesscontrol|invalidoperation|invalidobject|metaexception|tableloading|could not open "
        "client transport|"
        "error: could not|impala|query ",
        r"\b(?:Semantic|Parse|Analysis|Authorization|HiveAccessControl|Lock)Exception\b:? ?(?:\[Error "
        r"\d+\]|line|Line|\S).*|"
        r"^FAILED: (?!Execution Error|\d+\b)(?P<rest>\S.*)$|Error while (?:compiling|processing) "
        r"statement(?:: FAILED: (?P<rest2>.*))?|"
        r"(?:Meta|InvalidOperation|InvalidObject|TableLoading|NoSuchObject)Exception\(?|Could not open "
        r"client transport|"
        r"^Query \S+ failed: |Error retrieving next row",
        (
            "FAILED: SemanticException [Error 10001]: Line 1:14 Table not found 'x'",
            "Error: Error while compiling statement: FAILED: ParseException line 1:0 cannot recognize input",
            "ERROR: AnalysisException: Could not resolve table reference: 'dw.kpi'".removeprefix("ERROR: "),
        ),
        ("FAILED: 0, PASSED: 31",),
    ),
    Rule(
        "DataX",
        TOOL,
        _CAUSE,
        "code:[|datax|脏数据|dirty record|dirty data",
        r"Code:\[[\w-]+\],? ?(?:Desc\w*:|Description:|.)|脏数据.{0,40}(?:超过|大于|限制)",
        (
            "com.alibaba.datax.common.exception.DataXException: Code:[DBUtilErrorCode-10], "
            "Description:[连接数据库失败]",
        ),
        ("读出记录总数: 100, 脏数据: 0",),
        weight=STATED,
    ),
    Rule(
        "clients of brokers and stores",
        APPLICATION,
        _CAUSE,
        "could not be established|broker may not|authentication|unknown_topic|no leader|bootstrap|kafka|"
        "redis|noauth|"
        "wrongtype|zookeeper|not authorized|is not available|leader_not|accessdenied|access denied|"
        "nosuchbucket|nosuchkey|"
        "expiredtoken|signaturedoesnotmatch|forbidden|unauthorized|an error occurred (|quotaexceeded|"
        "拒绝访问|未授权|"
        "访问被拒绝|认证失败|鉴权失败|登录失败",
        r"[Bb]roker may not be available|(?:failed|Failed) authentication|[Aa]uthentication (?:failed|"
        r"failure|error)|\(error\) [A-Z]+ |"
        r"^(?:NOAUTH|WRONGTYPE|MOVED|CLUSTERDOWN|READONLY|MISCONF) [A-Za-z]|"
        r"UNKNOWN_TOPIC_OR_PARTITION|LEADER_NOT_AVAILABLE|[Nn]ot authorized to access|No resolvable "
        r"bootstrap|"
        r"could not be established|An error occurred \(\w+\)|\bAccess ?[Dd]enied\b|NoSuch(?:Bucket|Key)\b|"
        r"ExpiredToken|SignatureDoesNotMatch|"
        r"\b(?:403:? Forbidden|401:? Unauthorized)|拒绝访问|未授权|访问被拒绝|(?:认证|鉴权|登录|登陆)失败",
        (
            "Connection to node 2 (b2.acme.example:9093) failed authentication: bad certificate",
            "upload failed: An error occurred (AccessDenied) when calling the PutObject operation: Access "
            "Denied",
            "(error) WRONGTYPE Operation against a key holding the wrong kind of value",
        ),
        weight=PLAIN,
    ),
    Rule(
        "dbt",
        DATABASE,
        _CAUSE,
        "database error|compilation error|runtime error|parsing error|dependency error",
        r"^(?:Database|Compilation|Runtime|Parsing|Dependency) Error(?: in .{1,300})?$",
        ("Database Error in model kpi_day (models/mart/kpi_day.sql)",),
        below=True,
    ),
    Rule(
        "requirement of a package",
        TOOL,
        _CAUSE,
        "could not find a version|in any of the sources|no matching distribution|could not open "
        "requirements|incompatible|"
        "resolutionimpossible|externally-managed|packagesnotfound|no module named|unsatisfiable|unable to "
        "locate package|no package ",
        r"Could not find a version that satisfies|Could not find \S{1,200} in any of the sources|No "
        r"matching distribution|Could not open requirements "
        r"file|ResolutionImpossible|"
        r"externally-managed-environment|PackagesNotFoundError|UnsatisfiableError|Unable to locate "
        r"package|^No package \S+ available|"
        r"not a supported wheel|Cannot install .{0,200} because",
        (
            "ERROR: Could not find a version that satisfies the requirement acme==9",
            "Could not find pg-1.2.3 in any of the sources",
        ),
    ),
)
