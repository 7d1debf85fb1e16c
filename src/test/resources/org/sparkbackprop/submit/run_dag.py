"""Executes the DAG over modules that stand for Airflow's, and prints as JSON what it made of them.

usage: run_dag.py DAG VERSION DIRECTORY; VERSION 2 or 3, of Airflow
"""

import importlib.util
import json
import pathlib
import sys
import types

dag_file, version, directory = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])


def module(name, **members):
    parts = name.split(".")
    for i in range(1, len(parts) + 1):
        sys.modules.setdefault(".".join(parts[:i]), types.ModuleType(".".join(parts[:i])))
    vars(sys.modules[name]).update(members)


class AirflowException(Exception):
    pass


class AirflowFailException(AirflowException):
    pass


class AirflowSkipException(AirflowException):
    pass


class DAG:
    def __init__(self, **arguments):
        DAG.arguments = arguments

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        return None


class CronTriggerTimetable:
    def __init__(self, cron, *, timezone):
        self.cron, self.timezone = cron, timezone


class SparkSubmitOperator:
    """Its run writes the status that it is told to, and fails if it is told to."""

    after, fails = None, False

    def __init__(self, **arguments):
        SparkSubmitOperator.arguments = arguments

    def execute(self, context):
        if self.after is not None:
            write(self.after)
        if self.fails:
            raise AirflowException("spark-submit failed")

    def __rshift__(self, other):
        SparkSubmitOperator.followed_by = other


def task(**arguments):
    def decorate(function):
        task.arguments, task.function = arguments, function
        return lambda: function.__name__

    return decorate


storage = {"ObjectStoragePath": pathlib.Path}
module(
    "airflow.exceptions",
    AirflowException=AirflowException,
    AirflowFailException=AirflowFailException,
    AirflowSkipException=AirflowSkipException,
)
module(
    "airflow.providers.apache.spark.operators.spark_submit", SparkSubmitOperator=SparkSubmitOperator
)
module("airflow.timetables.trigger", CronTriggerTimetable=CronTriggerTimetable)
if version == "3":
    module("airflow.sdk", DAG=DAG, task=task, **storage)
else:
    module("airflow", DAG=DAG)
    module("airflow.decorators", task=task)
    module("airflow.io.path", **storage)

specification = importlib.util.spec_from_file_location("retrain_dag", dag_file)
dag = importlib.util.module_from_spec(specification)
specification.loader.exec_module(dag)
home = dag.HOME
dag.HOME = str(directory)

NIGHT = "2026-11-23"
file = directory / "runs" / NIGHT / "status.json"


def write(status):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(status))


def attempt(before, after, fails):
    """How an attempt ends, and what the verdict is then."""
    file.unlink(missing_ok=True)
    if before is not None:
        write(before)
    dag.retrain.after, dag.retrain.fails = after, fails
    return [
        outcome(lambda: dag.retrain.execute({"ds": NIGHT})),
        outcome(lambda: task.function(ds=NIGHT)),
    ]


def outcome(action):
    try:
        return action()
    except AirflowException as e:
        return type(e).__name__


def failed(code):
    state = {80: "diverged", 130: "stopped", 143: "stopped", 90: "succeeded"}.get(code, "failed")
    return {"state": state, "exit_code": code, "message": "why"}


published = {"state": "succeeded", "exit_code": 0, "outcome": "published", "version": "v1"}
rejected = {"state": "succeeded", "exit_code": 0, "outcome": "rejected", "message": "worse"}
codes = [64, 65, 66, 69, 70, 73, 74, 75, 80, 90, 130, 143]
print(
    json.dumps(
        {
            "home": home,
            "schedule": vars(DAG.arguments["schedule"]),
            "catchup": DAG.arguments["catchup"],
            "max_active_runs": DAG.arguments["max_active_runs"],
            "retries": DAG.arguments["default_args"]["retries"],
            "operator": SparkSubmitOperator.arguments,
            "followed_by": SparkSubmitOperator.followed_by,
            "verdict": task.arguments,
            "do_not_retry": list(dag.DO_NOT_RETRY),
            "published": attempt(None, published, False),
            "rejected": attempt(None, rejected, False),
            "finished before": attempt(published, None, False),
            "no status": attempt(None, None, False),
            "still running": attempt(None, {"state": "running"}, False),
            "not submitted": attempt(published, None, True),
            "status of an earlier attempt": attempt(failed(65), None, True),
            "failed": {str(c): attempt(None, failed(c), True)[0] for c in codes},
            "failed, spark-submit 0": {str(c): attempt(None, failed(c), False)[0] for c in codes},
        }
    )
)
