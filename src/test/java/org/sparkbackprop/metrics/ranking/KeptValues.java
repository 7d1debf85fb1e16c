package org.sparkbackprop.metrics.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.sparkbackprop.metrics.sums.MetricValue;
import org.sparkbackprop.storage.Json;

/** What {@code src/test/python/ranking_values.py} has computed by scikit-learn. */
public record KeptValues(Map<String, Object> fields) {

  private static final double TOLERANCE = 1e-12;

  /** The whole file. */
  static KeptValues file() {
    try (InputStream in = KeptValues.class.getResourceAsStream("ranking.json")) {
      return new KeptValues(Json.parse(in.readAllBytes(), "ranking.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The cases of a kind. */
  public static Stream<KeptValues> cases(String kind) {
    return ((List<?>) file().fields.get(kind)).stream().map(KeptValues::object);
  }

  @SuppressWarnings("unchecked")
  private static KeptValues object(Object fields) {
    return new KeptValues((Map<String, Object>) fields);
  }

  /** An object in this one; null if it is null. */
  KeptValues object(String key) {
    return fields.get(key) == null ? null : object(fields.get(key));
  }

  /** A number; null if it is null. */
  Double number(String key) {
    return fields.get(key) == null ? null : ((Number) fields.get(key)).doubleValue();
  }

  /** A list of numbers. */
  public double[] numbers(String key) {
    return ((List<?>) fields.get(key))
        .stream().mapToDouble(number -> ((Number) number).doubleValue()).toArray();
  }

  /** A list of whole numbers. */
  int[] integers(String key) {
    return ((List<?>) fields.get(key))
        .stream().mapToInt(number -> ((Number) number).intValue()).toArray();
  }

  /** The rows of a case with one column. */
  ScoredBlock block() {
    int[] marks = integers("positive");
    boolean[] positive = new boolean[marks.length];
    for (int i = 0; i < marks.length; i++) {
      positive[i] = marks[i] == 1;
    }
    return new ScoredBlock(numbers("scores"), positive, 1, numbers("weights"));
  }

  /** Requires a metric to be a number, or undefined if that is null. */
  void requireSame(MetricValue metric, String key) {
    if (number(key) == null) {
      assertThat(metric.isDefined()).as(key).isFalse();
      assertThat(metric.reason()).as(key).isNotBlank();
    } else {
      assertThat(metric.number()).as(key).isCloseTo(number(key), within(TOLERANCE));
    }
  }

  /** Requires numbers to be a list. */
  void requireSame(double[] numbers, String key) {
    assertThat(numbers).as(key).containsExactly(numbers(key), within(TOLERANCE));
  }

  @Override
  public String toString() {
    return String.valueOf(fields.get("name"));
  }
}
