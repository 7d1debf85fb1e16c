package org.sparkbackprop.metrics.sums;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields of a JSON object in the order in which they were put. Metrics without a value are
 * null, and the field {@code undefined} says why, by the path of the field.
 */
public final class MetricFields {

  private static final String UNDEFINED = "undefined";

  private final Map<String, Object> fields = new LinkedHashMap<>();
  private final Map<String, String> reasons = new LinkedHashMap<>();

  /** Puts a text, a finite number, or a list of them. */
  public MetricFields put(String name, Object value) {
    fields.put(name, value);
    return this;
  }

  /** Puts a metric. */
  public MetricFields putMetric(String name, MetricValue value) {
    fields.put(name, value.orNull());
    if (!value.isDefined()) {
      reasons.put(name, value.reason());
    }
    return this;
  }

  /** Puts a metric into an object that is made already. */
  public static void add(Map<String, Object> object, String name, MetricValue value) {
    object.put(name, value.orNull());
    if (!value.isDefined()) {
      addReason(object, name, value.reason());
    }
  }

  /**
   * Says in an object that is made already why a field is null; its last field stays the reasons.
   */
  public static void addReason(Map<String, Object> object, String path, String reason) {
    Map<Object, Object> reasons = new LinkedHashMap<>();
    if (object.remove(UNDEFINED) instanceof Map<?, ?> earlier) {
      reasons.putAll(earlier);
    }
    reasons.put(path, reason);
    object.put(UNDEFINED, reasons);
  }

  /** Puts an object. */
  public MetricFields putObject(String name, MetricFields inner) {
    fields.put(name, inner.fields);
    inner.reasons.forEach((path, reason) -> reasons.put(name + "." + path, reason));
    return this;
  }

  /** Puts a list of objects. */
  public MetricFields putObjects(String name, List<MetricFields> inner) {
    List<Map<String, Object>> objects = new ArrayList<>();
    for (int i = 0; i < inner.size(); i++) {
      String place = name + "[" + i + "].";
      objects.add(inner.get(i).fields);
      inner.get(i).reasons.forEach((path, reason) -> reasons.put(place + path, reason));
    }
    fields.put(name, objects);
    return this;
  }

  /** The object; its last field is {@code undefined} if a metric has no value. */
  public Map<String, Object> asMap() {
    Map<String, Object> object = new LinkedHashMap<>(fields);
    if (!reasons.isEmpty()) {
      object.put(UNDEFINED, new LinkedHashMap<>(reasons));
    }
    return object;
  }
}
