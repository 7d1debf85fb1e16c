package org.sparkbackprop.network;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How well a layer can learn with some parameters, seen on a probe of samples.
 *
 * @param layer its number, from 1
 * @param saturated share of the (sample, unit) pairs whose activation is saturated, 0 to 1; 0 for
 *     relu; NaN for the output layer, which has no activation
 * @param stuck share of the units that no sample of the probe moves, 0 to 1: relus that are 0 for
 *     all of them (dead), sigmoids and tanhs saturated for all of them; NaN for the output layer
 * @param gradient root mean square of the mean gradient of the cost by W over the root mean square
 *     of W, which no scale of the weights changes; NaN where W is 0
 */
public record LayerHealth(int layer, double saturated, double stuck, double gradient)
    implements Serializable {

  /** The fields of this layer in a line of a history; without those that are not finite. */
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
