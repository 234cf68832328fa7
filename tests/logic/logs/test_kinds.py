"""Kinds of failures in several forms: a heading, a wrapper or a warning is not the decisive line."""

import pytest

from tui_app.logic.logs.decisive_line import Outcome, opening
from tui_app.logic.logs.errors import errors_in

# The decisive line of each log begins with ».
LOGS = {
    "YARN header, then the reason": """
 diagnostics: Application application_17_0003 failed 2 times due to AM Container for appattempt_17 \
exited with exitCode: -104
For more detailed output, check application tracking page: http://n1:8088/cluster
»Diagnostics: Container [pid=7,containerID=c_1] is running beyond physical memory limits. 2 GB of 2 GB used.
Container killed on request. Exit code is 143
Failing this attempt. Failing the application.
26/11/21 01:00:13 ERROR Client: Application diagnostics message: Application application_17_0003 failed 2 \
times due to AM Container for appattempt_17 exited with exitCode: -104
Exception in thread "main" org.apache.spark.SparkException: Yarn application has already ended!
	at org.apache.spark.SparkContext.<init>(SparkContext.scala:530)""",
    "YARN header, and no reason": """
26/11/21 01:00:07 INFO Client: Application report for application_17_0003 (state: FAILED)
» diagnostics: Application application_17_0003 failed 2 times due to AM Container for appattempt_17 \
exited with exitCode: -1000
26/11/21 01:00:13 ERROR SparkContext: Error initializing SparkContext.
org.apache.spark.SparkException: Yarn application has already ended! It might have been killed
	at org.apache.spark.SparkContext.<init>(SparkContext.scala:530)""",
    "stated head repeats a wrapper, not the innermost cause": """
2026-11-21 08:20:49.160 [job-0] ERROR Engine -

经DataX智能分析,该任务最可能的错误原因是:
com.alibaba.datax.common.exception.DataXException: Code:[X-05], Description:[写入失败]. - \
java.lang.RuntimeException: Batch was not written
	at com.acme.Writer.close(Writer.java:113)
Caused by: java.lang.RuntimeException: Batch was not written
	at com.acme.Writer.check(Writer.java:189)
»Caused by: java.io.IOException: partition p20261121 is full
	at com.acme.Load.send(Load.java:80)""",
    "stated head says the innermost cause": """
经DataX智能分析,该任务最可能的错误原因是:
»com.alibaba.datax.common.exception.DataXException: Code:[X-05], Description:[写入失败]. - \
java.io.IOException: partition p20261121 is full
	at com.acme.Writer.close(Writer.java:113)
Caused by: java.io.IOException: partition p20261121 is full
	at com.acme.Load.send(Load.java:80)""",
    "statement of several lines between heading and message": """
2026/11/21 05:00:03 - read.0 - ERROR (version 8.2, build 8.2) : com.acme.DatabaseException:
2026/11/21 05:00:03 - read.0 - An error occurred executing SQL:
2026/11/21 05:00:03 - read.0 - select id
2026/11/21 05:00:03 - read.0 - from day where error = 1
»2026/11/21 05:00:03 - read.0 - ORA-00942: table or view does not exist
2026/11/21 05:00:03 - read.0 -
2026/11/21 05:00:03 - read.0 - 	at com.acme.Database.openQuery(Database.java:1764)""",
    "statement echoed below the message": """
»ERROR: ParseException: Syntax error in line 1:
insert into day values (1,,2)
                          ^
Could not execute command: insert into day values (1,,2)""",
    "code of a signal, and nothing else": """
	2026/11/21 04:03:36 - Kitchen - Start=2026/11/21 04:00:05.868, Stop=2026/11/21 04:03:36.400
»[INFO] 2026-11-21 04:03:36.430 +0800 - process has exited. processId:7 ,exitStatusCode:137
[INFO] 2026-11-21 04:03:36.444 +0800 - Send task execute status: FAILURE to master : n1:1234
[INFO] 2026-11-21 04:03:36.447 +0800 - FINALIZE_SESSION""",
    "relayed complaint, then the runner's closing status": """
»[2026-11-21, 02:10:06 UTC] {ssh.py:530} WARNING - day.sh: line 3: /opt/load: Permission denied
[2026-11-21, 02:14:40 UTC] {runner.py:92} ERROR - Failed to execute job 17 for task load (status = 126; 29)
[2026-11-21, 02:14:40 UTC] {job.py:156} INFO - Task exited with return code 1""",
    "compiler heading, javac": """
[INFO] --- maven-compiler-plugin:3.11.0:compile (default-compile) @ day ---
[INFO] -------------------------------------------------------------
[ERROR] COMPILATION ERROR :
[INFO] -------------------------------------------------------------
»[ERROR] /srv/day/src/main/java/com/acme/Load.java:[12,8] package org.slf4j does not exist
[INFO] 1 error
[INFO] BUILD FAILURE
[ERROR] Failed to execute goal maven-compiler-plugin:3.11.0:compile: Compilation failure""",
    "compiler heading, Scala": """
[INFO] Compiling 12 Scala sources to /srv/day/target/classes ...
»[ERROR] /srv/day/src/main/scala/Load.scala:17: value kpi is not a member of org.acme.Day
[ERROR]     day.kpi
[ERROR]         ^
[ERROR] one error found
[INFO] BUILD FAILURE
[ERROR] Failed to execute goal scala-maven-plugin:4.8.1:compile (default) on project day: wrap:""",
    "compiler heading, Gradle": """
> Task :compileJava FAILED
»/srv/day/src/main/java/com/acme/Load.java:9: error: ';' expected
        int rows = 3
                    ^
1 error
FAILURE: Build failed with an exception.
* What went wrong:
Execution failed for task ':compileJava'.""",
    "reason of a rule, kernel's kill": """
rule regrid:
    input: in/a.nc
    jobid: 4
    reason: Missing output files: out/a.nc
    resources: tmpdir=/tmp
»/bin/bash: line 3:  2211 Killed                  ./regrid in/a.nc
[Wed Nov 12 11:41:01 2025]
Error in rule regrid:
    jobid: 4
        (one of the commands exited with non-zero exit code)
Shutting down, this might take some time.""",
    "reason of a rule, traceback": """
    jobid: 2
    reason: Updated input files: in/sites.csv
Traceback (most recent call last):
  File "/srv/sites.py", line 8, in <module>
    main()
»KeyError: 'mw'
Error in rule sites:
    jobid: 2""",
    "reason of a container": """
    State:          Terminated
      Reason:       Completed
      Exit Code:    0
    Last State:     Terminated
      Reason:       Error
»FATAL: password authentication failed for user "etl"
exit code: 1""",
    "killed by Slurm's limit": """
step 14
»slurmstepd: error: *** JOB 55118 ON n7 CANCELLED AT 2026-11-21T02:10:05 DUE TO TIME LIMIT ***
/var/spool/slurmd/job55118/slurm_script: line 9: 20114 Terminated              ./model""",
    "killed by PBS's limit": """
step 14
»=>> PBS: job killed: walltime 3633 exceeded limit 3600
/var/spool/pbs/mom_priv/jobs/77.SC: line 4: 20114 Terminated              ./model""",
    "killed by LSF's limit": """
step 14
»TERM_MEMLIMIT: job killed after reaching LSF memory usage limit.
Exited with exit code 130.""",
    "Hive's heading, semantic": """
Query ID = etl_2017
»FAILED: SemanticException [Error 10001]: Line 1:14 Table not found 'kpi_day'
command exited with code 64""",
    "Hive's heading, map task": """
Ended Job = job_1501 with errors
Error during job, obtaining debugging information...
Examining task ID: task_1501_m_000001 (and more) from job job_1501
Diagnostic Messages for this Task:
»Error: java.lang.RuntimeException: org.apache.hadoop.hive.ql.metadata.HiveException: bad row {"id":"x"}
FAILED: Execution Error, return code 2 from org.apache.hadoop.hive.ql.exec.mr.MapRedTask""",
    "Hive's heading, last word": """
Ended Job = job_1501 with errors
Error during job, obtaining debugging information...
Job Tracking URL: http://rm.example:8088/proxy/application_1501/
»FAILED: Execution Error, return code 3 from org.apache.hadoop.hive.ql.exec.mr.MapredLocalTask
MapReduce Jobs Launched:""",
    "Spark's job line, executor": """
26/11/21 02:10:05 ERROR Executor: Exception in task 3.0 in stage 1.0 (TID 7)
»java.lang.ArithmeticException: / by zero
\tat com.acme.Day$.apply(Day.scala:14)
\tat org.apache.spark.executor.Executor$TaskRunner.run(Executor.scala:623)
26/11/21 02:10:06 INFO DAGScheduler: Job 0 failed: save at Day.scala:20, took 3.114 s
26/11/21 02:10:06 INFO ShutdownHookManager: Shutdown hook called""",
    "Spark's job line, path": """
26/11/21 02:10:06 INFO DAGScheduler: Job 3 failed: count at Day.scala:20, took 0.114 s
»Exception in thread "main" org.apache.hadoop.mapred.InvalidInputException: Input path does not exist: /in/day
\tat org.apache.hadoop.mapred.FileInputFormat.listStatus(FileInputFormat.java:287)""",
    "Spark's job line, not serializable": """
26/11/21 02:10:06 INFO DAGScheduler: Job 3 failed: foreach at Day.scala:20, took 0.114 s
Exception in thread "main" org.apache.spark.SparkException: \
Job aborted due to stage failure: Task not serializable
\tat org.apache.spark.scheduler.DAGScheduler.failJobAndIndependentStages(DAGScheduler.scala:1435)
»Caused by: java.io.NotSerializableException: com.acme.Pool
\tat java.io.ObjectOutputStream.writeObject0(ObjectOutputStream.java:1184)""",
    "AM exit, class": """
INFO mapreduce.Job: Job job_1_2 failed with state FAILED due to: Application application_1_2 failed 2 times \
due to AM Container for appattempt_1_2_000002 exited with  exitCode: 1
Failing this attempt.Diagnostics: Exception from container-launch.
Container id: container_1_2_02_000001
Last 4096 bytes of stderr :
»Exception in thread "main" java.lang.NoClassDefFoundError: org/apache/hadoop/service/CompositeService
\tat java.lang.ClassLoader.defineClass1(Native Method)
For more detailed output, check the application tracking page: http://rm.example:8088 Then click on links.
. Failing the application.""",
    "AM exit, localized file": """
INFO Client: 
\t client token: N/A
»\t diagnostics: Application application_1_2 failed 2 times due to AM Container for appattempt_1_2_000002 \
exited with  exitCode: -1000
Failing this attempt.
\t final status: FAILED""",
    "AM exit, python": """
\t diagnostics: Application application_1_2 failed 2 times due to AM Container for appattempt_1_2_000002 \
exited with  exitCode: 13
Last 4096 bytes of stderr :
Traceback (most recent call last):
  File "day.py", line 3, in <module>
    import acme
»ModuleNotFoundError: No module named 'acme'
\t final status: FAILED""",
    "Perl, numeric": """
Argument "n/a" isn't numeric in addition (+) at day.pl line 7.
»DBD::mysql::st execute failed: Table 'dw.kpi' doesn't exist at day.pl line 12.
exit code 2""",
    "Perl, file handle": """
»Can't open /in/day.csv: No such file or directory at day.pl line 4.
readline() on closed filehandle $in at day.pl line 5.
Use of uninitialized value $row in split at day.pl line 6.
exit status 255""",
    "Perl, module": """
Subroutine load redefined at Acme/Day.pm line 12.
»Can't locate DBI.pm in @INC (you may need to install the DBI module) at day.pl line 2.
BEGIN failed--compilation aborted at day.pl line 2.""",
    "closing words, Chinese": """
»2026-11-21 02:10:05 ERROR o.a.k.c.NetworkClient - 连接 broker n4:9092 超时
消息推送失败，程序退出""",
    "closing words, English": """
»[2026-11-21 02:10:05,019] ERROR Error when sending message to topic kpi: Topic kpi not present in metadata
load of kpi failed, exiting""",
    "closing words, tool": """
»ftp: connect: Connection refused
取数失败, 退出
exit code 1""",
    "Kubernetes, scheduling": """
error: timed out waiting for the condition on jobs/day
Status:           Pending
  Type     Reason            Age   From               Message
»  Warning  FailedScheduling  12m   default-scheduler  0/5 nodes are available: 5 Insufficient cpu.
+ exit 1""",
    "Kubernetes, mount": """
      Reason:       ContainerCreating
Events:
»  Warning  FailedMount  2m (x9 over 10m)  kubelet  MountVolume.SetUp failed for volume "in" : no "s3"
error: timed out waiting for the condition on pods/day
+ exit 1""",
    "Kubernetes, kill": """
    State:          Terminated
»      Reason:       OOMKilled
      Exit Code:    137
error: timed out waiting for the condition on jobs/day""",
    "curl's meter, same line": """
  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current
                                 Dload  Upload   Total   Spent    Left  Speed
»  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     \
0curl: (6) Could not resolve host: met
gzip: stdin: unexpected end of file
exit code 1""",
    "curl's meter, at error level": """
ERROR -   % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current
ERROR -  45  812M   45  366M    0     0  3122k      0  0:04:26  0:02:00  0:02:26 2211k
»ERROR - curl: (18) transfer closed with 466213 bytes remaining to read
ERROR - Job run failed!""",
    "curl's meter, later fault": """
ERROR -   % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current
ERROR - 100  812M  100  812M    0     0  3122k      0  0:04:26  0:04:26 --:--:-- 2211k
»ERROR - sha256sum: WARNING: 1 computed checksum did NOT match
exit code 1""",
    "worker's exception, old PySpark": """
Traceback (most recent call last):
  File "day.py", line 9, in <module>
    df.show()
  File "pyspark/sql/utils.py", line 196, in deco
    raise converted from None
pyspark.sql.utils.PythonException:\x20
  An exception was thrown from the Python worker. Please see the stack trace below.
Traceback (most recent call last):
  File "day.py", line 4, in f
    return 1 / x
»ZeroDivisionError: division by zero
exit code 1""",
    "worker's exception, pool": """
multiprocessing.pool.RemoteTraceback:\x20
\"\"\"
Traceback (most recent call last):
  File "day.py", line 4, in f
    return rows[9]
»IndexError: list index out of range
\"\"\"

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "day.py", line 9, in <module>
    pool.map(f, rows)
»IndexError: list index out of range""",
    "worker's exception, executor": """
26/11/21 02:10:05 ERROR Executor: Exception in task 1.0 in stage 0.0 (TID 1)
org.apache.spark.api.python.PythonException: Traceback (most recent call last):
  File "day.py", line 5, in <lambda>
    f = udf(lambda x: x.strip())
»AttributeError: 'NoneType' object has no attribute 'strip'

\tat org.apache.spark.api.python.BasePythonRunner$ReaderIterator.handlePythonException(PythonRunner.scala:572)
WARN TaskSetManager: Lost task 1.0 in stage 0.0 (TID 1) (n4 executor 1): TaskKilled (x)""",
    "Py4J, table": """
Traceback (most recent call last):
  File "day.py", line 3, in <module>
    df.write.saveAsTable("dw.kpi")
py4j.protocol.Py4JJavaError: An error occurred while calling o41.saveAsTable.
»: org.apache.spark.sql.AnalysisException: Table dw.kpi already exists
\tat org.apache.spark.sql.errors.QueryCompilationErrors$.x(QueryCompilationErrors.scala:1)""",
    "Py4J, result size": """
26/11/21 02:10:05 INFO DAGScheduler: Job 0 failed: toPandas at day.py:3, took 1.8 s
Traceback (most recent call last):
  File "day.py", line 3, in <module>
    df.toPandas()
py4j.protocol.Py4JJavaError: An error occurred while calling o29.collectToPython.
»: org.apache.spark.SparkException: Job aborted due to stage failure: Total size of serialized results \
of 9 tasks (1025.0 MiB) is bigger than spark.driver.maxResultSize (1024.0 MiB)
\tat org.apache.spark.scheduler.DAGScheduler.failJobAndIndependentStages(DAGScheduler.scala:2856)""",
    "Py4J, nested cause": """
Traceback (most recent call last):
  File "day.py", line 3, in <module>
    df.count()
py4j.protocol.Py4JJavaError: An error occurred while calling o29.count.
: org.apache.spark.SparkException: Job aborted due to stage failure: Task 0 in stage 0.0 failed 4 times
\tat org.apache.spark.scheduler.DAGScheduler.failJobAndIndependentStages(DAGScheduler.scala:2856)
»Caused by: java.io.FileNotFoundException: File does not exist: hdfs://nn/in/day/part-0
\tat org.apache.hadoop.hdfs.DistributedFileSystem.getFileStatus(DistributedFileSystem.java:1529)""",
    "Kettle, message behind two headings": """
2026/11/21 02:10:05 - Load.0 - ERROR (version 8.2) : Because of an error, this step can't continue:
2026/11/21 02:10:05 - Load.0 - ERROR (version 8.2) : org.pentaho.di.core.exception.KettleException:
2026/11/21 02:10:05 - Load.0 - Error in step, asking everyone to stop because of:
2026/11/21 02:10:05 - Load.0 -
2026/11/21 02:10:05 - Load.0 - Error inserting/updating row
»2026/11/21 02:10:05 - Load.0 - Data truncation: Data too long for column 'model' at row 1
2026/11/21 02:10:05 - Load.0 -
2026/11/21 02:10:05 - Load.0 - \tat org.pentaho.di.trans.step.RunThread.run(RunThread.java:62)
2026/11/21 02:10:05 - Load.0 - Finished processing (I=0, O=0, R=1, W=0, U=0, E=1)""",
    "retried, then another fault": """
[attempt 1] 01:00:05 ERROR connect timeout
[attempt 1] retry in 60 s
[attempt 2] 01:02:00 read 144 rows
»[attempt 2] 01:02:01 ERROR checksum mismatch in block 7
[attempt 2] 01:02:01 giving up after 2 attempts""",
    "retried until the end": """
»01:01:05 ERROR connect timeout
01:01:06 retry in 60 s
01:02:06 gave up""",
    "Ruby": """
»/srv/load.rb:31:in `fetch': key not found: "site" (KeyError)
\tfrom /srv/load.rb:31:in `block in load'
\tfrom /srv/load.rb:44:in `<main>'
rake aborted!""",
    "MATLAB": """
Error using fread
»Invalid file identifier. Use fopen to generate a valid file identifier.

Error in load_scada (line 14)
  raw = fread(fid, inf, 'double');""",
    "Oozie's shell action": """
Stdoutput start export
»Stdoutput Error: JAVA_HOME is not set and could not be found.
Exit code of the Shell command 1
Failing Oozie Launcher, Main class [org.acme.ShellMain], exit code [1]
Oozie Launcher failed, finishing Hadoop job gracefully""",
    "Trino": """
Query 20230110_030112_00031_x7k2p, FAILED, 5 nodes
Splits: 1,842 total, 1,001 done (54.34%)

»Query 20230110_030112_00031_x7k2p failed: Query exceeded per-node memory limit of 12GB""",
    "Flink's stack, logged as a warning": """
2023-02-01 01:00:05,101 WARN  o.a.f.ApplicationBootstrap [] - Application failed unexpectedly:
org.apache.flink.client.ApplicationExecutionException: Could not execute application.
\t... 14 more
»Caused by: org.apache.flink.table.api.ValidationException: Could not find any factory for 'kafka'.

Available factory identifiers are:

print
\tat org.apache.flink.table.factories.FactoryUtil.discoverFactory(FactoryUtil.java:549)
2023-02-01 01:00:06,001 INFO  o.a.f.ClusterEntrypoint [] - Shutting Entrypoint down with application \
status FAILED. Diagnostics null.""",
    "Airflow, zones of two digits and of letters": """
[2023-09-08, 10:14:54 +07] {pod_manager.py:228} INFO - [base] load start
»[2023-09-08, 10:14:54 +07] {pod_manager.py:228} INFO - [base] sqlalchemy.exc.NoSuchTableError: stg
[2023-09-08, 10:14:54 MDT] {taskinstance.py:1824} ERROR - Task failed with exception
Traceback (most recent call last):
  File "/x/kubernetes_pod.py", line 419, in execute
    raise AirflowException(
airflow.exceptions.AirflowException: Pod load-abc returned a failure:
Error from server (BadRequest): container "base" terminated""",
    "exception without a message, logged with one": """
»22/02/02 03:05:02 ERROR BroadcastExchangeExec: Could not execute broadcast in 300 secs.
java.util.concurrent.TimeoutException
\tat java.util.concurrent.FutureTask.get(FutureTask.java:205)""",
    "Kettle, no driver": """
2022/01/01 02:00:03 - src - ERROR (version 9.1) : Unable to get database connection
2022/01/01 02:00:03 - src - ERROR (version 9.1) : org.pentaho.di.core.exception.KettleDatabaseException:
2022/01/01 02:00:03 - src - Error occurred while trying to connect to the database
2022/01/01 02:00:03 - src -
»2022/01/01 02:00:03 - src - Driver class 'oracle.jdbc.driver.OracleDriver' could not be found
2022/01/01 02:00:03 - src - oracle.jdbc.driver.OracleDriver
2022/01/01 02:00:03 - src - \tat org.pentaho.di.core.database.Database.connect(Database.java:472)""",
}


@pytest.mark.parametrize("log", LOGS.values(), ids=LOGS)
def test_a_log_opens_at_the_line_that_says_why(log: str) -> None:
    lines = log.strip("\n").split("\n")
    right = [line[1:] for line in lines if line.startswith("»")]
    lines = [line.removeprefix("»") for line in lines]
    at = opening(lines, errors_in(lines), Outcome.FAILED)
    assert at is not None
    assert lines[at] in right, lines[at]
