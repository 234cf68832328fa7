"""Lines that report that something else has failed: wrappers, exit codes, aborts and clean-up."""

from .rule import ALONE, CLEANUP, CLUSTER, DATABASE, EXCEPTION, EXIT, RUNNER, TOOL, Role, Rule

_W, _C = Role.WRAPPER, Role.CONSEQUENCE

RULES = (
    Rule(
        "Airflow command failed",
        EXIT,
        _W,
        "bash command failed|ssh operator error|error running command|ssh command|returned a failure|"
        "error from server|"
        "cannot execute:|error: exited with|the command returned",
        r"Bash command failed|SSH operator error: exit status|SSH command .{0,200}exit status|"
        r"^Error from server \(\w+\): container \S+ (?:in pod \S+ )?(?:is )?terminated\b|"
        r"[Ee]rror running command|error: exited with \d+|Pod \S+ returned a failure|"
        r"Cannot execute: .{0,1500}(?:Error code is|exit code)|The command returned a non-zero",
        (
            "airflow.exceptions.AirflowException: Bash command failed. The command returned a non-zero "
            "exit code 1.",
            "airflow.exceptions.AirflowException: SSH operator error: exit status = 2",
            "airflow.exceptions.AirflowException: Cannot execute: spark-submit day.py. Error code is: 1.",
        ),
    ),
    Rule(
        "Spark waits for a thread",
        CLUSTER,
        _W,
        "exception thrown in awaitresult",
        r"SparkException: Exception thrown in awaitResult:?\s*(?P<rest>\S.*)?$",
        ("org.apache.spark.SparkException: Exception thrown in awaitResult: ",),
    ),
    Rule(
        "Kettle's heading",
        DATABASE,
        _W,
        "an error occurred executing sql|error in step, asking|this step can't continue|error inserting/upd",
        r"^(?:.{0,80} - )?(?:An error occurred executing SQL|Error inserting/updating row|"
        r"Error in step, asking everyone to stop because of|Because of an error,? this step can't continue)"
        r"\s?:?\s*$",
        ("An error occurred executing SQL: ", "Error in step, asking everyone to stop because of:"),
        ("Because of an error, this step can't continue: no such column kw",),
    ),
    Rule(
        "Hive's last word",
        CLUSTER,
        _W,
        "execution error, return code|ended job = |error during job|task with the most failures",
        r"^Task with the most failures\(\d+\):|"
        r"Execution Error, return code -?\d+ from [\w.$]+\.?\s*(?P<rest>.*)$|Ended Job = \S+ with errors|"
        r"Error during job, obtaining debugging information",
        (
            "FAILED: Execution Error, return code 2 from org.apache.hadoop.hive.ql.exec.mr.MapRedTask",
            "Ended Job = job_17_0042 with errors",
            "FAILED: Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.DDLTask. "
            "AlreadyExistsException(message:Table kpi already exists)",
        ),
    ),
    Rule(
        "Spark gives up",
        CLUSTER,
        _W,
        "aborting job|job aborted|stage failure|task failed while|lost task|executorlost|lost executor|"
        "application diagnostics|user class threw|failed writing|job cancelled|cancelling stage|stage "
        "cancelled|"
        "exception in task|aborting task|while stopping|already stopped|taskkilled|"
        "application has already ended|exited with exitcode|final app status|"
        "killing all running tasks|sparksession|resultstage|shufflemapstage|, took ",
        r"[Jj]ob aborted due to stage failure:.*?(?:most recent failure: )?Lost task \S+ in stage \S+ "
        r"\(TID[^:]*?"
        r"(?:executor \S+?)?\): (?P<rest>\S.*)$|"
        r"\bLost task \S+ in stage \S+ \(TID [^:]{0,100}\): (?P<rest2>\S.*)$|"
        r"[Jj]ob aborted due to stage failure: (?!Task \d)(?P<rest3>\S.*)$|"
        r"[Jj]ob aborted due to stage failure|; aborting job|\bJob \d+ failed: .{1,300}, took |"
        r"SparkException: Job aborted\.?|"
        r"Task failed while writing rows|\bAborting job\b|[Jj]ob \d+ (?:was )?cancelled|[Cc]ancelling stage|"
        r"(?:ResultStage|ShuffleMapStage) \d+ \(.{0,200}\) failed in|Exception in task \S+ in stage|"
        r"Final app status: FAILED, exitCode: \d+(?:, \(reason: (?P<rest4>.*))?|Aborting task\b|"
        r"Killing all running tasks in stage \d+|Lost executor \S+ on \S+: (?P<rest5>\S.*)$|TaskKilled\b|"
        r"SparkContext (?:has been|was) (?:shut ?down|already stopped)|Error stopping SparkContext|"
        r"Job \d+ cancelled because SparkContext was shut down|Yarn application has already ended!",
        (
            "Task 0 in stage 1.0 failed 4 times; aborting job",
            "org.apache.spark.SparkException: Job aborted.",
            "org.apache.spark.SparkException: Job aborted due to stage failure: Task 3",
            "Exception in task 0.0 in stage 1.0 (TID 7)",
            "Job 24 failed: count at Day.scala:433, took 15.721147 s",
        ),
    ),
    Rule(
        "container exited",
        CLUSTER,
        _C,
        "container |containers |failing the application|failing this attempt|for more detailed output|"
        "exception from container|application application_|shell output",
        r"^Container killed by the ApplicationMaster\.$|Container exited with a non-zero exit code|"
        r"[Cc]ontainer killed on request\. Exit code is \d+|"
        r"[Kk]illed by external signal|^\.? ?Failing (?:the application|this attempt)\.?$|"
        r"[Ee]xception from container-launch|For more detailed output, check|"
        r"Application application_\S+ (?:finished with|failed)\b(?!.*(?:due to|Diagnostics))|"
        r"due to AM Container for \S+ exited with\s{1,4}exitCode: ?(?:[1-9]\d?|1[0-2]\d|255)\b|"
        r"[Cc]ontainer \S+ (?:exited|terminated|failed) with (?:exit )?(?:code|status)|[Ss]hell output:",
        (
            "Container exited with a non-zero exit code 143. ",
            "Container killed on request. Exit code is 143",
            ". Failing the application.",
            "Application application_1_2 failed 2 times due to AM Container for appattempt_1 exited with  "
            "exitCode: 1",
        ),
    ),
    Rule(
        "cluster job failed",
        CLUSTER,
        _W,
        "job failed as tasks failed|failed with state|job job_|vertex failed|vertex killed|dag failed|dag "
        "did not succeed|"
        "job not successful|task failed task_|status : failed|export job failed|import job failed|"
        "killed tasks|error during export|error during import|job failed!|recovery is suppressed|"
        "job executed failed",
        r"Job failed as tasks failed|failed with state (?:FAILED|KILLED) due to:\s?(?P<rest>.*)$|"
        r"failed with state (?:FAILED|KILLED)|"
        r"[Vv]ertex (?:failed|killed), vertexName|DAG (?:failed|did not succeed)|Job not [Ss]uccessful|"
        r"^Task failed task_|Status ?: FAILED\s*$|(?:Export|Import) job failed!?|Error during (?:export|"
        r"import)|"
        r"java\.io\.IOException: Job failed!?|\bRecovery is suppressed by \w+|\b[Jj]ob executed failed\b",
        (
            "org.apache.flink.runtime.JobException: Recovery is suppressed by NoRestartBackoffTimeStrategy",
            "Job job_17_0042 failed with state FAILED due to: Task failed task_17_0042_m_000000",
            "Job failed as tasks failed. failedMaps:1 failedReduces:0",
            "Task Id : attempt_17_m_000003_0, Status : FAILED",
            "Error during export: ",
        ),
    ),
    Rule(
        "child process failed",
        EXIT,
        _W,
        "calledprocesserror|processexecutionerror|exitcodeexception|non-zero|nonzero",
        r"CalledProcessError\b|[Cc]ommand .{0,1500}(?:returned|failed with) (?:a )?non-zero exit|"
        r"ExitCodeException exitCode=\d+:?\s*(?P<rest>.*)$|ProcessExecutionError|"
        r"(?:exited|returned|completed|finished|terminated|died)\b.{0,60}non-?zero (?:exit |return )?"
        r"(?:code|status|value)",
        (
            "subprocess.CalledProcessError: Command '['load']' returned non-zero exit status 2.",
            "The command 'sh day.sh' returned a non-zero exit code",
            "Rsync returned non-zero return code, backup failed.",
        ),
    ),
    Rule(
        "shell's own end",
        EXIT,
        _C,
        "exit status|systemexit|gave up|execution halted|aborted due to|停止执行|compilation aborted",
        r"^exit status \d+$|\bSystemExit\b(?:: ?-?\d+)?|^Execution halted|停止执行|compilation aborted at|"
        r"\bgave up\s*$",
        ("exit status 2", "SystemExit: 1", "Execution halted", "pack.sh: packing gave up"),
    ),
    Rule(
        "runner's end",
        RUNNER,
        _C,
        "marking task as|task exited with|marking run|task failed with exception|finished with failed status|"
        "finished with status|task is not able to be run|final status|job finished with|job run failed|"
        "failed to run|process completed with exit|finishing job|final app status|task failed|job failed|"
        "flow .|失败告警|任务执行失败|任务失败|作业失败|作业执行失败|流程执行失败|dagrun|up_for_retry|up "
        "for retry|job execution failed|"
        "run failed|execute job failed|application failed",
        r"Marking (?:task|run)\b.{0,80} as (?:FAILED|UP_FOR_RETRY|SKIPPED)|Task failed with exception\b|"
        r"[Tt]ask exited with (?:return )?code|finished with failed status|[Ff]inal (?:app )?status:? "
        r"?(?:is )?:?\s?(?:FAILED|KILLED)|"
        r"Finishing (?:job|flow) \S+.{0,40}(?:FAILED|KILLED)|finished with status:? ?(?:FAILED|KILLED)|"
        r"[Jj]ob run failed!?\s*$|Process completed with exit code|Failed to run job \d*|"
        r"^(?:任务|作业|流程|脚本|节点|步骤)?(?:执行|运行)?失败[!！。.]*$|^(?:任务|作业|"
        r"流程)\S{0,60}(?:执行)?失败[!！。.]*$|"
        r"^(?:the )?(?:task|job|flow|application|execution|run) (?:run |execution )?(?:has )?failed[.!]*$|"
        r"execute job failed",
        (
            "Marking task as FAILED. dag_id=day, task_id=load, execution_date=20261121T000000",
            "Task exited with return code 1",
            "final status: FAILED",
            "Finishing job load at 1788 with status FAILED",
            "Task failed with exception",
            "任务执行失败!",
        ),
    ),
    Rule(
        "DolphinScheduler or Azkaban failure",
        RUNNER,
        _W,
        "job run failed|undefinedjobpropertyexception|processfailureexception|process exited with|task "
        "execute failed|"
        "execute shell task|shell task error|yarn application|task process",
        r"ProcessFailureException\b|[Ee]xecute shell task error|shell task error|task execute failed\b|"
        r"Job run failed!?\s*(?:java\.lang\.RuntimeException: azkaban\S*)?$",
        ("java.lang.RuntimeException: azkaban.jobExecutor.utils.process.ProcessFailureException",),
    ),
    Rule(
        "generic wrapper exception",
        EXCEPTION,
        _W,
        "invocationtargetexception|undeclaredthrowable|executionexception|completionexception|"
        "jobexecutionexception|py4jjavaerror|"
        "exceptiongroup|runtimeexception|taskfailed|stepfailed|programinvocationexception|jobfailed|"
        "commandfailed|"
        "jobfailure|taskfailure|workflowerror",
        r"\bPy4JJavaError: An error occurred while calling \S+\s*$|"
        r"\b(?:InvocationTargetException|UndeclaredThrowableException|CompletionException|"
        r"(?:Base)?ExceptionGroup: .{0,200}\(\d+ sub-exceptions?\)|"
        r"(?:concurrent|lang)\.(?:ExecutionException|RuntimeException): "
        r"(?P<rest>(?:[\w$]+\.)+\w+(?:Exception|Error).*)|"
        r"(?:ExecutionException|ProgramInvocationException)|"
        r"^WorkflowError: At least one job did not complete|"
        r"(?:^|[\s.])\w{0,40}(?:Task|Step|Job|Command)(?:Failed|Failure|Execution)\w*(?::|$))",
        (
            "java.lang.reflect.InvocationTargetException",
            "py4j.protocol.Py4JJavaError: An error occurred while calling o29.collectToPython.",
            "ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)",
            "runner.StepFailed: unload ended with code 1",
            "WorkflowError: At least one job did not complete successfully.",
        ),
        ("java.lang.RuntimeException: no rows",),
    ),
    Rule(
        "make and build tools give up",
        TOOL,
        _C,
        "make|err!|rake aborted|collect2|build failed|compilation terminated|ninja: build stopped|"
        "elifecycle|re-run maven|"
        "failed to execute goal|error command failed|metadata-generation-failed|full command|"
        "subprocess-exited-with-error|failed building wheel|could not build wheels|program ended|zip "
        "error: output|recipe for target|copy in failed",
        r"^rake aborted!|^\S{1,200}:\d+: recipe for target .{1,200} failed\s*$|^BCP copy (?:in|out) "
        r"failed\s*$|"
        r"npm (?:ERR!|error) (?:Lifecycle script|Error: command failed|in workspace|at location|path |"
        r"workspace )|"
        r"make(?:\[\d+\])?: \*\*\* (?:\[.{0,200}\]|\S+:) ?(?:Error|错误) \d+|collect2: error: ld returned|"
        r"npm ERR! (?:code ELIFECYCLE|"
        r"errno \d|.{0,200}: `|Exit status|Failed at the|This is probably not|A complete log|\s*$|"
        r".*\.log$)|BUILD FAILED|"
        r"compilation terminated|ninja: build stopped|re-run Maven|error Command failed with exit code|"
        r"metadata-generation-failed|subprocess-exited-with-error|Failed building wheel|Could not build "
        r"wheels",
        (
            "make: *** [pack] Error 14",
            "make[1]: *** [Makefile:3: day] Error 1",
            "Makefile:12: recipe for target 'pack' failed",
            "npm ERR! code ELIFECYCLE",
            "npm ERR! Lifecycle script `load` failed with error:",
            "npm ERR! Error: command failed",
            "BCP copy in failed",
        ),
        ("make: *** No rule to make target 'day.csv', needed by 'day'.  Stop.",),
    ),
    Rule(
        "transfer tool gives up",
        TOOL,
        _C,
        "rsync error|lost connection|connection closed|couldn't read packet|broken pipe|unexpected end of "
        "file|"
        "error is not recoverable|child returned status|exiting with failure|zip error: output file|"
        "connection unexpectedly closed",
        r"^rsync error: |^rsync: connection unexpectedly closed|^[Ll]ost connection$|^Connection "
        r"closed\.?\s*$|Couldn't read packet|"
        r"^tar: (?:Error is not recoverable|Exiting with failure|Child returned status)|"
        r"^zip error: Output file write failure|(?:write|BrokenPipeError).{0,60}[Bb]roken pipe\s*$",
        (
            "rsync error: some files/attrs were not transferred (code 23) at main.c(1207)",
            "tar: Error is not recoverable: exiting now",
            "lost connection",
        ),
    ),
    Rule(
        "database client gives up",
        DATABASE,
        _C,
        "ora-06512|ora-06550|transaction is aborted|disconnected from|pendingrollback|current transaction|"
        "infailedsqltransaction|load failed|ora-00604|aborting",
        r"\bORA-(?:06512|00604)\b|current transaction is aborted|PendingRollbackError|InFailedSqlTransaction|"
        r"SQL\*Loader-2026",
        (
            'ORA-06512: at "DW.LOAD_DAY", line 12',
            "ERROR:  current transaction is aborted, commands ignored until end of transaction block",
        ),
    ),
    Rule(
        "wait gives up",
        CLUSTER,
        _C,
        "timed out waiting for the condition",
        r"^(?:\S+: )?(?:[Ee]rror: )?.{0,100}timed out waiting for the condition\b.{0,200}$",
        (
            "error: timed out waiting for the condition on jobs/day",
            "Error: INSTALLATION FAILED: timed out waiting for the condition",
        ),
        weight=ALONE,
    ),
    Rule(
        "Kettle gives up",
        TOOL,
        _C,
        "errors detected|error detected|errors were detected|aborting|检测到错误|result=[false]|errors "
        "occurred|"
        "unexpected error|kitchen - |pan - |stopped|stopping|检测到一个错误|发生错误|错误被检测到",
        r"[Ee]rrors? (?:was |were )?detected!?\s*$|^Aborting\.*\s*$|\(result=\[false\]\)|错误被检测到|"
        r"检测到(?:一个)?错误[!！]?$|"
        r"^Unexpected error\s*:?\s*$|ended with errors?\b|Transformation is killing the other steps|"
        r"[Ff]inished with errors?\s*[.!]?$",
        ("Errors detected!", "Aborting.", "finished (result=[false])"),
        ("Aborting: table day is locked",),
    ),
    Rule(
        "mail that was not sent",
        CLEANUP,
        _C,
        "mail",
        r"^(?:/\S*/)?(?:send-?mail|s-nail|mailx?|mutt|postdrop)[:：] |^[Cc]an't send mail\b",
        (
            "send-mail: fatal: open /etc/main.cf: No such file or directory",
            "Can't send mail: sendmail failed",
        ),
        ("mail_load.sh: line 3: hdfss: command not found",),
    ),
    Rule(
        "report of a run that was not sent",
        CLEANUP,
        _C,
        "log|metric|heartbeat|audit|日志|指标|状态|监控|心跳",
        r"(?i:\b(?:logs?|metrics?|heartbeat|audit (?:log|record)) (?:upload|push|"
        r"report)(?:ing)?\b.{0,30}\b(?:fail|error))|"
        r"(?i:\b(?:fail\w*|error|could not|cannot|unable)\b.{0,20}\b(?:upload|push|send|report|"
        r"ship)(?:ing)? (?:the |its )?"
        r"(?:logs?|metrics?|heartbeat|audit)\b)|(?:日志|指标|状态|监控|心跳)(?:数据)?(?:上传|上报|推送).{0,10}(?:失败|异常|超时)",
        (
            "log upload failed: Connection refused",
            "Failed to push metrics: timed out",
            "日志上传失败: 连接被拒绝",
        ),
        ("upload of kpi.csv failed: Connection refused", "log of site 7: upload of day failed"),
        also="fail|error|could not|cannot|unable|失败|异常|超时",
    ),
    Rule(
        "pool or listener after the end",
        CLEANUP,
        _C,
        "exception ignored in|shutdown|shutting down|failed to delete|error closing|failed to close|error "
        "while closing|"
        "cleanup|clean up|clean-up|already stopped|already been stopped|is stopped|filesystem closed|"
        "dropping event|dropping spark|on a stopped|on a closed|"
        "broadcast|closedbyinterrupt|interruptedexception|asynceventqueue|after stop|could not close|"
        "error deleting|"
        "unable to close|send mail|sending mail|send alert|sending alert|告警|邮件|清理|回滚|callback|"
        "rollback|"
        "release lock|remove lock|unlock|notification|webhook|never awaited|was never retrieved",
        r"Exception ignored in|(?i:(?:error|exception|fail\w*|could not|cannot|"
        r"unable)\b.{0,40}\b(?:clos(?:e|ing)|"
        r"delet(?:e|ing) (?:temp|scratch|tmp|local)|clean(?:ing)?[ -]?up|shut(?:ting)?[ -]?down|rollback|"
        r"roll(?:ing)? back|unlock|"
        r"releas(?:e|ing) (?:the )?lock|remov(?:e|ing) (?:the )?lock|send(?:ing)? (?:the |an? "
        r")?(?:e-?mail|mail|alert|alarm|notification|sms)|"
        r"on_failure_callback|failure callback|notif\w+|webhook))|(?i:(?:callback|e-?mail|alarm|alert|"
        r"notification|webhook|clean-?up|rollback)"
        r"\b.{0,30}\b(?:fail\w*|error|exception)\b)|"
        r"(?:has|have) already (?:been )?stopped|[Ff]ilesystem closed|\bon a (?:stopped|closed) \w+|"
        r"(?i:\b(?:during|in|while|is) shut(?:ting)?[ -]?down\b)|[Dd]ropping (?:event|SparkListener)|"
        r"(?:ClosedByInterrupt|Interrupted)Exception\b|(?:告警|报警|邮件|通知|短信|清理|回滚|释放|"
        r"解锁).{0,20}(?:失败|错误|异常|超时)|"
        r"(?:失败|错误|异常).{0,6}(?:告警|报警|邮件|通知)|was never (?:awaited|retrieved)",
        (
            "Exception ignored in: <function Pool.__del__ at 0x7f>",
            "Failed to send mail to ops: Connection refused",
            "发送告警邮件失败：连接被拒绝",
            "java.lang.IllegalStateException: RpcEnv has already been stopped",
        ),
    ),
)
