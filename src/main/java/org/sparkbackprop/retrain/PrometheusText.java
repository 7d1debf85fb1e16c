package org.sparkbackprop.retrain;

import java.util.Map;

/**
 * A run in Prometheus' text format (version 0.0.4), for the textfile collector of its node
 * exporter.
 *
 * @param model the label of every sample
 * @param run the fields of the run's line in the log of runs
 */
record PrometheusText(String model, Map<String, Object> run) {

  /** The name of the file in a model's directory. */
  static final String NAME = "metrics.prom";

  private static final String PREFIX = "spark_backprop_retrain_";

  /** Name, field of the run, and help. */
  private static final String GAUGES =
      """
      ended_timestamp_seconds|ended_seconds|When the latest run ended.
      exit_code|exit_code|The exit code of the latest run.
      generation|generation|The generation that is in service.
      version_created_timestamp_seconds|current_created_seconds|When the version that is in service was made.
      rows|rows|Rows that the latest run was trained on.
      accuracy|accuracy|Accuracy of the latest run's model on the hold-out rows.
      champion_accuracy|champion_accuracy|Accuracy of the model in service before, on the same rows.
      duration_seconds|seconds|How long the latest run took.
      warnings|drift_findings|Findings of drift in the latest run's data.
      """;

  /** The text, with a line break at its end. */
  String text() {
    StringBuilder text = new StringBuilder();
    GAUGES.lines().map(line -> line.split("\\|")).forEach(g -> gauge(text, g[0], g[2], g[1]));
    if (run.get("metric") instanceof String metric) {
      metric(
          text,
          "metric",
          metric,
          "challenger_metric",
          "The gate's metric of the latest run's model on the hold-out rows.");
      metric(
          text,
          "champion_metric",
          metric,
          "champion_metric",
          "The same of the model in service before, on the same rows.");
    }
    head(text, "outcome", "1 for the outcome of the latest run.");
    boolean done = "succeeded".equals(run.get("state")) && run.get("outcome") != null;
    Object outcome = run.get(done ? "outcome" : "state");
    text.append(PREFIX)
        .append("outcome{model=\"%s\",outcome=\"%s\"} 1\n".formatted(label(model), outcome));
    return text.toString();
  }

  private void gauge(StringBuilder text, String name, String help, String field) {
    if (run.get(field) instanceof Number value) {
      head(text, name, help);
      text.append(PREFIX).append("%s{model=\"%s\"} %s\n".formatted(name, label(model), value));
    }
  }

  private void metric(StringBuilder text, String name, String metric, String field, String help) {
    if (run.get(field) instanceof Number value) {
      head(text, name, help);
      text.append(PREFIX)
          .append(
              "%s{model=\"%s\",metric=\"%s\"} %s\n".formatted(name, label(model), metric, value));
    }
  }

  private static void head(StringBuilder text, String name, String help) {
    text.append("# HELP %s%s %s\n# TYPE %s%s gauge\n".formatted(PREFIX, name, help, PREFIX, name));
  }

  /** Escapes backslashes, quotes and line breaks. */
  private static String label(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
