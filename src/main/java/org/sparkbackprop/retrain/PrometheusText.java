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

  /** The text, with a line break at its end. */
  String text() {
    StringBuilder text = new StringBuilder();
    gauge(text, "ended_timestamp_seconds", "When the latest run ended.", "ended_seconds");
    gauge(text, "exit_code", "The exit code of the latest run.", "exit_code");
    gauge(text, "generation", "The generation that is in service.", "generation");
    gauge(
        text,
        "version_created_timestamp_seconds",
        "When the version that is in service was made.",
        "current_created_seconds");
    gauge(text, "rows", "Rows that the latest run was trained on.", "rows");
    gauge(text, "accuracy", "Accuracy of the latest run's model on the hold-out rows.", "accuracy");
    gauge(
        text,
        "champion_accuracy",
        "Accuracy of the model in service before, on the same rows.",
        "champion_accuracy");
    gauge(text, "duration_seconds", "How long the latest run took.", "seconds");
    gauge(text, "warnings", "Findings of drift in the latest run's data.", "drift_findings");
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

  private static void head(StringBuilder text, String name, String help) {
    text.append("# HELP %s%s %s\n# TYPE %s%s gauge\n".formatted(PREFIX, name, help, PREFIX, name));
  }

  /** Escapes backslashes, quotes and line breaks. */
  private static String label(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
