package org.sparkbackprop.network;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How well a layer can learn, measured on a probe of samples.
 *
 * @param layer its number, from 1
 * @param saturated share of the (sample, unit) pairs whose activation is saturated, 0 to 1; 0 for
 *     relu, silu and gelu; NaN for the output layer, which has no activation
 * @param stuck share of the units that are nearly the same for all samples of the probe, 0 to 1:
 *     relus, silus and gelus that are always 0 or nearly 0 (dead), others that are always
 *     saturated; NaN for the output layer
 * @param gradient root mean square of the mean gradient of the cost by W, divided by the root mean
 *     square of W, and so independent of the scale of W; NaN if W is 0
 */
public record LayerHealth(int layer, double saturated, double stuck, double gradient)
    implements Serializable {

  /** The finite fields of this layer for a line of a history. */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("layer", layer);
    putFinite(fields, "saturated", saturated);
    putFinite(fields, "stuck", stuck);
    putFinite(fields, "gradient", gradient);
    return fields;
  }

  /** The layer whose fields these are. */
  public static LayerHealth of(Map<?, ?> fields) {
    return new LayerHealth(
        ((Number) fields.get("layer")).intValue(),
        finite(fields, "saturated"),
        finite(fields, "stuck"),
        finite(fields, "gradient"));
  }

  private static double finite(Map<?, ?> fields, String name) {
    return fields.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  private static void putFinite(Map<String, Object> fields, String name, double value) {
    if (Double.isFinite(value)) {
      fields.put(name, value);
    }
  }
}
