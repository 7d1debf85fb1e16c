package org.sparkbackprop.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sparkbackprop.storage.Json;

/** What a file of metrics must have wherever a metric is undefined. */
public final class NullReasons {

  private static final String UNDEFINED = "undefined";

  /** Objects with reasons of their own. */
  private static final Set<String> APART = Set.of("intervals", "weighted");

  private NullReasons() {}

  /** Requires a reason for whatever is null, none for anything else, and numbers that JSON has. */
  public static void require(Map<String, Object> fields) {
    assertThat(Json.document(fields)).isNotEmpty(); // refuses what is not finite
    Set<String> nulls = new LinkedHashSet<>();
    collect("", fields, nulls);
    Map<?, ?> reasons = (Map<?, ?>) fields.getOrDefault(UNDEFINED, Map.of());
    assertThat(reasons.keySet()).isEqualTo(nulls);
    assertThat(reasons.values())
        .allSatisfy(reason -> assertThat((String) reason).isNotBlank().doesNotEndWith("."));
    APART.stream()
        .filter(fields::containsKey)
        .forEach(
            name -> {
              @SuppressWarnings("unchecked") // as metrics make them
              Map<String, Object> inner = (Map<String, Object>) fields.get(name);
              require(inner);
            });
  }

  private static void collect(String path, Object value, Set<String> nulls) {
    if (value == null) {
      nulls.add(path);
    } else if (value instanceof Map<?, ?> map) {
      String prefix = path.isEmpty() ? "" : path + ".";
      map.forEach(
          (name, inner) -> {
            boolean isApart = path.isEmpty() && APART.contains(name);
            if (!isApart && !name.equals(UNDEFINED)) {
              collect(prefix + name, inner, nulls);
            }
          });
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        collect(path + "[" + i + "]", list.get(i), nulls);
      }
    }
  }
}
