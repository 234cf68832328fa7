"""Lines by which runners, engines and checks close: that something failed, or how much."""

from .rule import ALONE, CLUSTER, DATABASE, EXIT, RUNNER, Role, Rule

_W, _C = Role.WRAPPER, Role.CONSEQUENCE

RULES = (
    Rule(
        "exit code with a reason",
        EXIT,
        _W,
        "code |status ",
        r"\b(?i:exit(?:ed)?|failed|ended|returned|terminated|finished)\b.{0,40}\b"
        r"(?:code|status) -?[1-9]\d{0,8}: (?P<rest>\S.{5,2000})$",
        (
            "RuntimeError: unload failed with code 3: table kpi has no column kwh",
            "exited with code 1: see the log",
        ),
        ("process exited with code 1", "status code 500: no answer"),
    ),
    Rule(
        "closing status of a server",
        RUNNER,
        _C,
        ", failed, |with application status failed|failed task",
        r"^Query \S{1,80}, (?:FAILED|CANCELED), \d+ nodes?\s*$|"
        r"\bdown with application status FAILED\b|^[\W_]*(?:\d+ failed:|.{0,60}there were failed tasks)\s*$",
        (
            "Query 20230110_030112_00031_x7k2p, FAILED, 5 nodes",
            "Shutting KubernetesApplicationClusterEntrypoint down with application status FAILED. "
            "Diagnostics null.",
            "This progress looks :( because there were failed tasks",
        ),
        ("Query 20230110_030112_00031_x7k2p failed: line 1:8: no such column",),
    ),
    Rule(
        "tally of checks",
        RUNNER,
        _C,
        "failed|fail ",
        r"^(?:Test Suites|Tests): .{0,60}\b\d+ failed|^FAIL \S+$|^={2,} \[\S+\] FAIL$|"
        r"\bFailed\s{1,8}\d+ of \d+ \(\d+(?:\.\d+)? ?%\)\s*$|"
        r"(?i:(?:^|\s)(?:\w+: ?)?\d+ (?:\w+ ){0,2}(?:passed|ok|succeeded|successful|completed)\b[\w "
        r",;/]{0,40}"
        r"\b\d+ (?:\w+ )?failed[\w ,;.]{0,40}$)|"
        r"(?i:(?:^|\s)\d+ (?:of \d+ )?(?:\w+ )?failed[,;/] ?\d+ (?:\w+ )?(?:passed|ok|succeeded|"
        r"successful)\b)",
        (
            "- readings      ✖ Failed   11 of 12 (91.66 %)",
            "[dq] 5 passed, 1 failed",
            "cp: 0 ok, 1 failed",
            "Tests:       1 failed, 1 passed, 2 total",
            "FAIL ./sum.test.js",
            "12 tests completed, 1 failed",
            "1 failed, 5 passed in 3.1s",
        ),
        ("Failed 3 of 4 (nodes are down)", "5 passed, 1 failed: no rows of site 7"),
    ),
    Rule(
        "count of what failed",
        RUNNER,
        _C,
        "failed",
        r"(?i:^(?:the )?(?:total )?(?:number|count|total) of [\w ]{2,40} failed\s?[:=]\s?\d+\s*$)",
        ("Number of File Transfers Failed: 3",),
        ("Number of rows that failed: 3 of site 7",),
    ),
    Rule(
        "tries that are used up",
        RUNNER,
        _C,
        "重试|retries|attempts|tries",
        r"^(?:已达(?:到)?)?(?:最大)?重试次数(?:已)?(?:用尽|耗尽|用完|(?:已)?达(?:到)?上限)[!！。.]*$|"
        r"(?i:^(?:all \d+ (?:tries|attempts|retries)|(?:the )?(?:number of )?retries|maximum (?:number of )?"
        r"(?:attempts|retries)) (?:are |were |have been )?(?:failed|exhausted|used up|reached|exceeded)\.?$)",
        (
            "重试次数用尽",
            "重试次数已达上限",
            "all 3 tries used up",
            "Retries exhausted",
        ),
        ("Retries exhausted: connection refused",),
    ),
    Rule(
        "Airflow's workflow that is not there",
        RUNNER,
        _W,
        "could not be found; either",
        r"\bDag '[^']{1,200}' could not be found; either it does not exist or it failed to parse",
        (
            "airflow.exceptions.AirflowException: Dag 'kpi' could not be found; either it does not exist "
            "or it "
            "failed to parse.",
        ),
    ),
    Rule(
        "connection that broke with its peer",
        CLUSTER,
        _W,
        "error sending result|closing connection",
        r"\bError sending result .{0,300}; closing connection$|"
        r"\bStill have \d+ requests? outstanding when connection .{0,200} is closed",
        (
            "TransportRequestHandler: Error sending result StreamResponse{x} to /10.0.0.9:3301; closing "
            "connection",
        ),
    ),
    Rule(
        "GNU parallel's closing line",
        EXIT,
        _C,
        "this job failed",
        r"^parallel: This job failed:\s*$",
        ("parallel: This job failed:",),
        below=True,
    ),
    Rule(
        "frame of MATLAB",
        RUNNER,
        _C,
        "出错 ",
        r"^出错 \S{1,120} \((?:line|第) ?\d+",
        ("出错 run_day (line 12)", "出错 run_day (第 12 行)"),
        ("出错 17 行",),
    ),
    Rule(
        "workflow engine's rule that failed",
        RUNNER,
        _W,
        "error in rule |error executing process|removing output files of failed|exited with non-zero exit|"
        "because a job execution|terminating",
        r"^Error in (?:check|group )?rule \w+:\s*$|^ERROR ~ Error executing process > |"
        r"^Removing output files of failed job |^\(one of the commands exited with non-zero exit code|"
        r"^Exiting because a job execution failed|^(?:Task|GenServer|Process) .{1,200} terminating\s*$",
        (
            "Error in rule calc:",
            "ERROR ~ Error executing process > 'CALC (7)'",
            "Removing output files of failed job calc since they might be corrupted:",
            "Task #PID<0.211.0> started from Etl.Sup terminating",
        ),
        ("Error in calc(x) : singular matrix",),
    ),
    Rule(
        "closing status of systemd",
        RUNNER,
        _C,
        "process exited, code=|failed with result|entered failed state|triggering onfailure",
        r"^\S+: (?:(?:Main|Control) process exited, code=\w+, status=|Failed with result '|"
        r"Unit entered failed state|Triggering OnFailure=)",
        (
            "kpi.service: Main process exited, code=exited, status=1/FAILURE",
            "kpi.service: Failed with result 'exit-code'.",
        ),
        ("kpi: process exited, code=0",),
    ),
    Rule(
        "Spring's heading",
        RUNNER,
        _C,
        "error starting applicationcontext|application failed to start",
        r"^Error starting ApplicationContext\.|^APPLICATION FAILED TO START\s*$",
        (
            "Error starting ApplicationContext. To display the conditions report re-run your application "
            "with",
            "APPLICATION FAILED TO START",
        ),
        ("Error starting ApplicationContext: port 8080 is in use",),
    ),
    Rule(
        "abort",
        EXIT,
        _C,
        "aborted|已放弃",
        r"^(?:.{0,200}(?:line \d+|第 ?\d+ ?行|行 ?\d+)\s?[:：])?\s{0,8}\d{0,9}\s{0,8}"
        r"(?:Aborted|已放弃)(?=\s|$|[(（])",
        ("run.sh: line 4: 4711 Aborted                 (core dumped) ./calc", "Aborted (core dumped)"),
        ("Aborted: table day is locked",),
        weight=ALONE,
    ),
    Rule(
        "MPI aborts",
        EXIT,
        _C,
        "mpi_abort|write_line",
        r"\bcalled MPI_Abort\(|\bMPI_ABORT was invoked\b|^\[unset\]: write_line error|"
        r"^system msg for write_line failure",
        (
            "application called MPI_Abort(MPI_COMM_WORLD, 1) - process 0",
            "system msg for write_line failure : Bad file descriptor",
        ),
    ),
    Rule(
        "SSIS component that gives up",
        DATABASE,
        _C,
        "dts_e_",
        r"\bSSIS Error Code DTS_E_(?:PROCESSINPUT|PRIMEOUTPUT|THREAD|INDUCEDTRANSFORM|OLEDBERROR|"
        r"WORKTHREAD)\w*\.",
        (
            'SSIS Error Code DTS_E_PROCESSINPUTFAILED.  The ProcessInput method on component "kpi" failed',
            "SSIS Error Code DTS_E_OLEDBERROR.  An OLE DB error has occurred. Error code: 0x80004005.",
        ),
    ),
    Rule(
        "Oozie's closing status",
        RUNNER,
        _C,
        "workflow failed. failing node|failing job due to failed action|oozie launcher",
        r"^(?:.{0,300}\s)?(?:Workflow Failed\. Failing node|Failing Job due to failed action)\b|"
        r"^Failing Oozie Launcher, Main class\b.{0,200}exit code|^Oozie Launcher failed\b",
        (
            "Workflow Failed. Failing node [load-node]",
            "Failing Oozie Launcher, Main class [org.acme.ShellMain], exit code [1]",
            "Failing Job due to failed action [load-node]",
        ),
    ),
    Rule(
        "DolphinScheduler's closing status",
        RUNNER,
        _C,
        "send task execute status",
        r"^Send task execute (?:status|result)\b",
        ("Send task execute status: FAILURE to master : 10.0.0.7:1234",),
    ),
    Rule(
        "Airflow's closing status",
        RUNNER,
        _W,
        "failed to execute job",
        r"^Failed to execute job \d+ for task \S+(?: \(.*; \d+\))?\s*$",
        ("Failed to execute job 17 for task load (exit status = 2; 4711)",),
        ("Failed to execute job load: no rows",),
    ),
)
