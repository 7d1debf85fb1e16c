package org.sparkbackprop.train;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.settings.TrainingSettings;

/** What a model says of how it came about. */
public final class Provenance {

  /** The field of model.json that says which rows were held out of training. */
  public static final String HOLD_OUT = "hold_out";

  private Provenance() {}

  static Map<String, Object> of(
      TrainingSettings settings,
      PreparedData data,
      SortedSet<String> kernels,
      Map<String, Object> metrics) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", settings.name());
    fields.put("trained_at", Instant.now().toString());
    fields.put(Model.CONFIGURATION, settings.configuration());
    fields.put("data_fingerprint", data.fingerprint());
    data.input().heldOut().ifPresent(rows -> fields.put(HOLD_OUT, rows.fields()));
    fields.put("metrics", metrics);
    fields.put("versions", SoftwareVersions.all(kernels));
    return fields;
  }
}
