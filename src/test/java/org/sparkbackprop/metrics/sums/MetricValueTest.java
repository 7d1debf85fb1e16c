package org.sparkbackprop.metrics.sums;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sparkbackprop.storage.Json;

class MetricValueTest {

  @Test
  void aValueIsANumberOrHasAReason() {
    assertThat(MetricValue.ratio(1, 4, "unused").number()).isEqualTo(0.25);
    MetricValue undefined = MetricValue.ratio(1, 0, "there are no rows");
    assertThat(undefined.isDefined()).isFalse();
    assertThat(undefined.orNull()).isNull();
    assertThat(undefined.orElse(7)).isEqualTo(7);
    assertThat(MetricValue.of(Double.POSITIVE_INFINITY).reason()).contains("not a finite number");
    assertThat(MetricValue.of(Double.NaN).isDefined()).isFalse();
    assertThatThrownBy(() -> new MetricValue(1, "a reason"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new MetricValue(Double.NaN, ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new MetricValue(Double.NEGATIVE_INFINITY, "a reason"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void fieldsAreJsonWithReasonsByPath() {
    MetricValue none = MetricValue.undefined("it is never predicted");
    Map<String, Object> fields =
        new MetricFields()
            .put("rows", 3L)
            .putMetric("accuracy", MetricValue.of(0.5))
            .putObject("mean", new MetricFields().putMetric("f1", none))
            .putObjects(
                "classes",
                List.of(
                    new MetricFields().put("class", "a"),
                    new MetricFields().put("class", "b").putMetric("precision", none)))
            .asMap();
    assertThat(Json.line(fields))
        .isEqualTo(
            "{\"rows\":3,\"accuracy\":0.5,\"mean\":{\"f1\":null},\"classes\":[{\"class\":\"a\"},"
                + "{\"class\":\"b\",\"precision\":null}],\"undefined\":"
                + "{\"mean.f1\":\"it is never predicted\","
                + "\"classes[1].precision\":\"it is never predicted\"}}");
  }

  @Test
  void withoutReasonsThereIsNoFieldForThem() {
    assertThat(new MetricFields().putMetric("r2", MetricValue.of(1)).asMap())
        .containsExactly(entry("r2", 1.0));
  }
}
