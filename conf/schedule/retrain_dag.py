"""Nightly retraining with Airflow 2.10 or 3 and apache-airflow-providers-apache-spark.

Replace HOME, CONFIG, JAR, the connection and the resources with your own. Airflow's workers must be
able to read HOME: file:, or s3: and hdfs: with the provider of that store installed.
"""

import json
from datetime import datetime, timedelta, timezone

from airflow.exceptions import AirflowException, AirflowFailException, AirflowSkipException
from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.timetables.trigger import CronTriggerTimetable

try:  # Airflow 3
    from airflow.sdk import DAG, ObjectStoragePath, task
except ImportError:  # Airflow 2
    from airflow import DAG
    from airflow.decorators import task
    from airflow.io.path import ObjectStoragePath

# <retrain.root>/<retrain.name> of CONFIG. Spark's s3a: is s3: in Airflow.
HOME = "s3://bucket/models/iris"
CONFIG = "s3a://bucket/conf/retrain.conf"
JAR = "s3a://bucket/jars/spark-backprop-0.1.0.jar"

# These would recur: the run has failed for good. All others are retried with the same run id.
DO_NOT_RETRY = (64, 65, 66, 73, 80, 90)


def status_of(run_id):
    """Returns the run's status.json, empty if there is none."""
    path = ObjectStoragePath(f"{HOME}/runs/{run_id}/status.json")
    return json.loads(path.read_text()) if path.exists() else {}


class Retrain(SparkSubmitOperator):
    """Trusts status.json, because cluster mode does not pass on the driver's exit code.

    (spark-submit then ends with 0 or 1, and on Kubernetes has ended with 0 although the driver failed.)
    """

    def execute(self, context):
        run_id = context["ds"]
        before = status_of(run_id)
        failure = None
        try:
            super().execute(context)
        except Exception as e:  # the type differs between versions of the provider
            failure = e
        status = status_of(run_id)
        # An unchanged status says nothing about this attempt.
        if status != before and status.get("exit_code") in DO_NOT_RETRY:
            raise AirflowFailException(f"{status['exit_code']}: {status.get('message')}")
        if failure is not None:
            raise failure
        if status.get("state") != "succeeded":
            raise AirflowException(f"run {run_id} did not succeed: {status}")


with DAG(
    dag_id="spark_backprop_retrain",
    # With CronTriggerTimetable, ds is the date of the start in both versions of Airflow; with a plain
    # cron expression, Airflow 2 gives the day before. The other schedules use the date of the start, too.
    schedule=CronTriggerTimetable("30 2 * * *", timezone="UTC"),
    start_date=datetime(2026, 11, 1, tzinfo=timezone.utc),
    # Missed nights are caught up, the oldest first, one at a time.
    catchup=True,
    max_active_runs=1,
    default_args={"retries": 5, "retry_delay": timedelta(minutes=10)},
    tags=["spark-backprop"],
) as dag:
    retrain = Retrain(
        task_id="retrain",
        conn_id="spark_default",
        deploy_mode="cluster",
        application=JAR,
        java_class="org.sparkbackprop.cli.Main",
        name="spark-backprop-retrain-{{ ds }}",
        # The run id is the date of the night: retries and catch-up find the same run.
        application_args=["retrain", CONFIG, "--run-id", "{{ ds }}", "--wait=900"],
        num_executors=2,
        executor_cores=4,
        executor_memory="4g",
        driver_memory="2g",
        env_vars={"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        # Only Airflow retries; YARN would also repeat failures that recur. (On YARN, Airflow 3.3 and
        # later also need yarn_track_via_rm_api=True, or durable=False.)
        conf={"spark.yarn.maxAppAttempts": "1"},
    )

    @task(task_id="verdict", retries=0)
    def verdict(ds=None):
        """Succeeds if the night's model is in service; skipped, with all that follows, if rejected."""
        status = status_of(ds)
        if status.get("outcome") == "rejected":
            raise AirflowSkipException(status.get("message"))
        if status.get("outcome") != "published":
            raise AirflowFailException(f"run {ds} has no outcome: {status}")
        return status.get("version")

    retrain >> verdict()
