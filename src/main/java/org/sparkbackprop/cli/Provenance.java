package org.sparkbackprop.cli;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.sparkbackprop.data.BatchSummary;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.WeightsFile;
import org.sparkbackprop.settings.TrainingSettings;

/** What a model says of how it came about. */
final class Provenance {

  /** The field of model.json with all keys of the configuration. */
  static final String CONFIGURATION = "configuration";

  /** The field of model.json that says which rows were held out of training. */
  static final String HOLD_OUT = "hold_out";

  private Provenance() {}

  /** A section of the configuration that a model was trained with, if the model says it. */
  static Optional<Map<?, ?>> configured(Model model, String section) {
    return model.provenance().get(CONFIGURATION) instanceof Map<?, ?> configuration
            && configuration.get(section) instanceof Map<?, ?> values
        ? Optional.of(values)
        : Optional.empty();
  }

  static Map<String, Object> of(
      TrainingSettings settings,
      PreparedData data,
      SortedSet<String> kernels,
      Map<String, Object> metrics) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", settings.name());
    fields.put("trained_at", Instant.now().toString());
    fields.put(CONFIGURATION, settings.configuration());
    fields.put("data_fingerprint", fingerprint(data));
    data.input().heldOut().ifPresent(rows -> fields.put(HOLD_OUT, rows.fields()));
    fields.put("metrics", metrics);
    fields.put("versions", Version.all(kernels));
    return fields;
  }

  /** The same for the same rows, in whatever order and partitions they were read. */
  static String fingerprint(PreparedData data) {
    BatchSummary rows = data.training().summary();
    String content =
        String.format(
            Locale.ROOT,
            "%s|%s|%d|%016x",
            data.preparation().featureNames(),
            data.preparation().classNames(),
            rows.samples(),
            rows.fingerprint());
    return WeightsFile.sha256(content.getBytes(StandardCharsets.UTF_8));
  }
}
