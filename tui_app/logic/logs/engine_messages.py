"""Lines of clusters, engines and libraries that say nothing of how a run ends."""

from .rule import HINT, PASSED, SHUTDOWN, START, STEP, WARNING, Role, Rule

_H, _N = Role.HARMLESS, Role.NOTICE

ENGINE_MESSAGES = (
    Rule(
        "garbage collection",
        WARNING,
        _H,
        "allocation failure|gc threshold|[gc |[full gc",
        r"^(?:\S{1,40} )?\[(?:Full )?GC (?:\(|pause)",
        (
            "[GC (Allocation Failure) [PSYoungGen: 65536K->10748K(76288K)] 65536K->12348K(251392K), 0.01 "
            "secs]",
        ),
    ),
    Rule(
        "registry that a client cannot reach",
        WARNING,
        _N,
        "unable to refresh its cache|discoveryclient",
        r"\bwas unable to (?:refresh its cache|send heartbeat)!|\bDiscoveryClient_\S+ - registration "
        r"failed\b",
        ("DiscoveryClient_ETL - was unable to refresh its cache! status = Cannot execute request",),
    ),
    Rule(
        "comment of SQL",
        WARNING,
        _H,
        "error|fail|exception|fatal|错误|失败|异常",
        r"^--\s",
        ("-- step 4: insert error summary", "-- 删除失败记录"),
        ("--error: no rows",),
    ),
    Rule(
        "Hadoop and Spark chatter",
        WARNING,
        _N,
        "nativecodeloader|unable to load native|bindexception|could not bind|illegal reflective|winutils|"
        "hive-site|failed shuffles|killed map|failed map|killed reduce|failed reduce|data-local|io_error|"
        "bad_id|wrong_|metastore differs|failed to get database|status tracker|statustracker|dynamic library|"
        "cudart dlerror",
        r"Version information found in metastore differs|Could not load dynamic library 'lib(?:cu|nv)\w+|"
        r"Ignore above cudart dlerror|"
        r"Failed to get database (?:global_temp|default), returning NoSuchObject|Using default name "
        r"\w*StatusTracker|"
        r"Unable to load native-hadoop|could not bind on port|Address already in use: Service|[Ii]llegal "
        r"reflective|"
        r"^\s*(?:Failed Shuffles|(?:Killed|Failed) (?:map|reduce) tasks|IO_ERROR|BAD_ID|CONNECTION|"
        r"WRONG_\w+)\s?=|Shuffle Errors",
        (
            "Unable to load native-hadoop library for your platform",
            "  Failed map tasks=4",
            "ObjectStore: Failed to get database global_temp, returning NoSuchObjectException",
        ),
    ),
    Rule(
        "warning of a library",
        WARNING,
        _N,
        "warning: |illegal reflective|illegal access|consider reporting",
        r"^\S{1,300}\.py:\d{1,7}: (?:[\w.]{1,60}\.)?\w{0,40}Warning: |"
        r"^(?:WARNING: )?(?:An illegal reflective access operation|Illegal reflective access by|Please "
        r"consider reporting "
        r"this|Use --illegal-access|All illegal access operations)\b",
        (
            "/opt/py/sklearn/base.py:310: UserWarning: Trying to unpickle estimator from version 0.24.2",
            "All illegal access operations will be denied in a future release",
        ),
        ("day.py: Warning: no rows",),
    ),
    Rule(
        "application starts",
        START,
        _N,
        "running spark version",
        r"\bRunning Spark version \d",
        ("Running Spark version 3.5.1",),
    ),
    Rule(
        "task of Ansible begins",
        STEP,
        _N,
        "task [|play [|handler [",
        r"^(?:TASK|PLAY|RUNNING HANDLER) \[.{1,200}\] \*+$",
        ("TASK [load config] *****",),
        ("Finished task [load config]",),
    ),
    Rule(
        "step is passed",
        PASSED,
        _N,
        "finished: |connected to: ",
        r"\bDAGScheduler: Job \d+ finished: |^Connected to: Apache Hive",
        (
            "26/11/21 02:00:05 INFO DAGScheduler: Job 0 finished: count at kpi.py:9, took 5.0 s",
            "Connected to: Apache Hive (version 2.1.1)",
        ),
        ("Job 0 finished with errors",),
    ),
    Rule(
        "application begins to shut down",
        SHUTDOWN,
        _N,
        "from shutdown hook|sparkcontext is stopping|shutdown initiated|entitymanagerfactory",
        r"\bInvoking stop\(\) from shutdown hook|\bSparkContext is stopping with exitCode|"
        r"\bHikariPool-\d+ - Shutdown initiated|\bClosing JPA EntityManagerFactory",
        (
            "Invoking stop() from shutdown hook",
            "SparkContext is stopping with exitCode 0 from run at Executors.java:539.",
            "HikariPool-1 - Shutdown initiated...",
        ),
    ),
    Rule(
        "Spark shuts down",
        WARNING,
        _H,
        "sparkcontext|shutdown hook|stopped|cleared",
        r"^Successfully stopped SparkContext|^Shutdown hook called\s*$|"
        r"^(?:Stopped Spark web UI|\w*(?:OutputTracker|CommitCoordinator|BlockManager|"
        r"MemoryStore)\w*) ?"
        r"(?:at \S+|stopped!?|cleared)$",
        (
            "Successfully stopped SparkContext",
            "Stopped Spark web UI at http://n1:4040",
            "MapOutputTrackerMasterEndpoint stopped!",
        ),
        ("SparkContext was stopped by the cluster: no node",),
    ),
    Rule(
        "executor lost with its node",
        HINT,
        _N,
        "lost executor|executorlostfailure",
        r"\bLost executor \S+ on \S+: (?:Container released on a \*lost\* node|Executor decommission|"
        r"worker lost|.{0,80}preempted)|"
        r"\bLost task \S+ in stage \S+ \(TID [^:]{0,100}\): ExecutorLostFailure \(executor \S+ exited "
        r"unrelated "
        r"to the running tasks\)",
        (
            "Lost executor 12 on n31: Container released on a *lost* node: container_e11_1_01_000014",
            "Lost task 3.0 in stage 0.0 (TID 3) (n31 executor 12): ExecutorLostFailure (executor 12 exited "
            "unrelated to the running tasks) Reason: Container released on a *lost* node",
        ),
        ("Lost executor 3 on n4: Container killed by YARN for exceeding memory limits.",),
    ),
)
