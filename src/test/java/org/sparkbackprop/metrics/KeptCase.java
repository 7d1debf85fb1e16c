package org.sparkbackprop.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.metrics.sums.Weighting;
import org.sparkbackprop.storage.Json;

/**
 * Predictions and the fields that scikit-learn computes from them, made by {@code
 * src/test/python/metrics_cases.py}.
 *
 * @param fields of the case's JSON object
 */
public record KeptCase(Map<String, Object> fields) {

  private static final double TOLERANCE = 1e-12;

  /** The cases of a kind. */
  public static Stream<KeptCase> of(String kind) throws IOException {
    return of("cases.json", kind);
  }

  /** The cases of a kind in one of the files. */
  @SuppressWarnings("unchecked")
  static Stream<KeptCase> of(String file, String kind) throws IOException {
    try (InputStream input = KeptCase.class.getResourceAsStream(file)) {
      Map<String, Object> kinds = Json.parse(input.readAllBytes(), file);
      return ((List<Map<String, Object>>) kinds.get(kind)).stream().map(KeptCase::new);
    }
  }

  /** A number; null if there is none. */
  public Number number(String name) {
    return (Number) fields.get(name);
  }

  /** A list of numbers, or of rows of numbers one after the other. */
  public double[] numbers(String name) {
    return flat((List<?>) fields.get(name)).toArray();
  }

  private static DoubleStream flat(List<?> list) {
    return list.stream()
        .flatMapToDouble(
            held ->
                held instanceof List<?> row
                    ? flat(row)
                    : DoubleStream.of(((Number) held).doubleValue()));
  }

  /** Rows of a matrix, from one on and before another. */
  public DoubleMatrix matrix(String name, int from, int until) {
    List<?> rows = ((List<?>) fields.get(name)).subList(from, until);
    int columns = ((List<?>) ((List<?>) fields.get(name)).get(0)).size();
    double[] numbers = flat(rows).toArray();
    return DoubleMatrix.columnMajor(numbers, 0, columns, rows.size()).transpose();
  }

  /** Number of rows of a list. */
  public int rows(String name) {
    return ((List<?>) fields.get(name)).size();
  }

  /** The expected fields of a view, if they are kept. */
  public Map<?, ?> expected(Weighting view) {
    return (Map<?, ?>) ((Map<?, ?>) fields.get("expected")).get(view.name());
  }

  /** Compares fields, numbers within 10⁻¹²; what is null must have a reason, and nothing else. */
  public static void assertFields(Map<String, Object> actual, Map<?, ?> expected) {
    Map<?, ?> reasons = (Map<?, ?>) actual.getOrDefault("undefined", Map.of());
    actual.remove("undefined");
    int nulls = compare("", actual, expected, reasons);
    assertThat(reasons).hasSize(nulls);
  }

  /** The number of values that are null. */
  private static int compare(String path, Object actual, Object expected, Map<?, ?> reasons) {
    if (expected instanceof Map<?, ?> map) {
      Map<?, ?> other = (Map<?, ?>) actual;
      assertThat(other.keySet()).as(path).isEqualTo(map.keySet());
      String prefix = path.isEmpty() ? "" : path + ".";
      return map.keySet().stream()
          .mapToInt(key -> compare(prefix + key, other.get(key), map.get(key), reasons))
          .sum();
    }
    if (expected instanceof List<?> list) {
      List<?> other = (List<?>) actual;
      assertThat(other).as(path).hasSameSizeAs(list);
      int nulls = 0;
      for (int i = 0; i < list.size(); i++) {
        nulls += compare(path + "[" + i + "]", other.get(i), list.get(i), reasons);
      }
      return nulls;
    }
    if (expected instanceof Number number) {
      double value = number.doubleValue();
      assertThat(((Number) actual).doubleValue())
          .as(path)
          .isCloseTo(value, within(TOLERANCE * Math.max(1, Math.abs(value))));
    } else {
      assertThat(actual).as(path).isEqualTo(expected);
    }
    if (expected == null) {
      assertThat(reasons.get(path)).as(path).isInstanceOf(String.class);
    }
    return expected == null ? 1 : 0;
  }

  @Override
  public String toString() {
    return fields.get("name").toString();
  }
}
