package org.sparkbackprop.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkbackprop.model.Preparation.UnknownCategories;
import org.sparkbackprop.storage.Json;

class PreparationDescriptionTest {

  private static final List<InputColumn> COLUMNS =
      List.of(
          InputColumn.number("a"),
          InputColumn.truth("wet"),
          InputColumn.category("color", List.of("red", "with \"quotes\"")),
          InputColumn.vector("pixel", 2));
  private static final List<String> CLASSES = List.of("1", "2");
  private static final double[] SIX = {0.1, -1e-300, 3, 4, 5, Math.PI};
  private static final double[] POSITIVE = {0.1, 1e-300, 3, 4, 5, Math.PI};

  static List<Preparation> preparations() {
    return List.of(
        Preparation.ofNumbers(List.of("x1", "x2"), CLASSES, 255),
        new Preparation(
            COLUMNS,
            CLASSES,
            Standardisation.byFeature(Standardisation.Method.Z_SCORE, SIX, POSITIVE),
            MissingValues.means(SIX),
            UnknownCategories.ZEROS),
        new Preparation(
            COLUMNS,
            CLASSES,
            Standardisation.byFeature(Standardisation.Method.MIN_MAX, SIX, POSITIVE),
            MissingValues.constant(-0.1),
            UnknownCategories.REFUSED),
        new Preparation(
            COLUMNS,
            CLASSES,
            Standardisation.divide(3, COLUMNS),
            MissingValues.refused(),
            UnknownCategories.REFUSED),
        new Preparation(
            COLUMNS,
            CLASSES,
            Standardisation.none(),
            MissingValues.refused(),
            UnknownCategories.ZEROS));
  }

  private static String text(Preparation preparation) {
    Map<String, Object> description = new LinkedHashMap<>();
    PreparationDescription.put(preparation, description);
    return Json.document(description);
  }

  private static Preparation read(String text) {
    return PreparationDescription.take(
        Json.parse(text.getBytes(StandardCharsets.UTF_8), "model.json"), "model.json");
  }

  @ParameterizedTest
  @MethodSource("preparations")
  void whatIsWrittenIsReadBack(Preparation written) {
    Preparation read = read(text(written));
    assertThat(text(read)).isEqualTo(text(written));
    assertThat(read.columns()).isEqualTo(written.columns());
    assertThat(read.classNames()).isEqualTo(written.classNames());
    assertThat(read.unknownCategories()).isEqualTo(written.unknownCategories());
    Random random = new Random(1);
    for (int i = 0; i < 100; i++) {
      double x = i == 0 ? Double.NaN : random.nextGaussian();
      for (int feature = 0; feature < written.features(); feature++) {
        assertThat(read.prepare(feature, x)).isEqualTo(Double.valueOf(written.prepare(feature, x)));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"kind\" : \"vector\"           | \"kind\" : \"matrix\"",
        "\"kind\" : \"vector\"           | \"kind\" : \"number\"",
        "\"kind\" : \"vector\"           | \"kind\" : 5",
        "\"kind\" : \"vector\"           | \"knd\" : \"vector\"",
        "\"name\" : \"wet\"              | \"name\" : null",
        "\"name\" : \"wet\"              | \"name\" : \"dry\"",
        "\"name\" : \"wet\"              | \"name\" : [\"wet\"]",
        "\"size\" : 2                    | \"size\" : 3",
        "\"size\" : 2                    | \"size\" : 0",
        "\"size\" : 2                    | \"size\" : -2",
        "\"size\" : 2                    | \"size\" : 2147483647",
        "\"size\" : 2                    | \"size\" : 99999999999",
        "\"size\" : 2                    | \"size\" : 2.5",
        "\"size\" : 2                    | \"size\" : \"2\"",
        "\"categories\" : [ \"red\"      | \"categories\" : [ 1",
        "\"categories\" : [ \"red\"      | \"categories\" : [ null",
        "\"categories\" : [ \"red\"      | \"categries\" : [ \"red\"",
        "\"classes\" : [ \"1\"           | \"classes\" : [ 1",
        "\"classes\"                     | \"klasses\"",
        "\"feature_names\"               | \"names\"",
        "\"feature_names\" : [ \"a\"     | \"feature_names\" : [ \"b\"",
        "\"columns\" : [                 | \"columns\" : [ null,",
        "\"columns\" : [                 | \"columns\" : [ [],",
        "\"columns\" : [                 | \"columns\" : 5, \"more\" : [",
        "\"columns\" : [                 | \"columns\" : [], \"more\" : [",
        "\"method\" : \"z-score\"        | \"method\" : \"y-score\"",
        "\"method\" : \"z-score\"        | \"method\" : \"divide\"",
        "\"method\" : \"z-score\"        | \"method\" : \"divide\", \"divisor\" : 0",
        "\"method\" : \"z-score\"        | \"method\" : \"divide\", \"divisor\" : \"1\"",
        "\"method\" : \"z-score\"        | \"method\" : null",
        "\"standardisation\"             | \"standardization\"",
        "\"shift\" : [                   | \"shift\" : [ 1,",
        "\"shift\" : [                   | \"shift\" : [ \"1\",",
        "\"shift\"                       | \"scaling\"",
        "\"shift\" : [                   | \"shift\" : [], \"more\" : [",
        "\"scale\" : [                   | \"scale\" : [ -1,",
        "\"scale\" : [ 0.1               | \"scale\" : [ 0",
        "\"scale\" : [ 0.1               | \"scale\" : [ 1e999",
        "\"scale\" : [ 0.1               | \"scale\" : [ null",
        "\"policy\" : \"mean\"           | \"policy\" : \"mode\"",
        "\"policy\" : \"mean\"           | \"policy\" : \"constant\"",
        "\"policy\" : \"mean\"           | \"policy\" : \"constant\", \"value\" : 1e999",
        "\"policy\" : \"mean\"           | \"policy\" : 7",
        "\"values\" : [                  | \"values\" : [ 1,",
        "\"values\" : [                  | \"values\" : [ [],",
        "\"values\" : [                  | \"values\" : [], \"more\" : [",
        "\"values\"                      | \"means\"",
        "\"unknown_categories\" : \"zeros\" | \"unknown_categories\" : \"ones\"",
        "\"unknown_categories\" : \"zeros\" | \"unknown_categories\" : 0",
      })
  void aDescriptionThatDoesNotFitIsRefused(String right, String wrong) {
    String text = text(preparations().get(1));
    assertThat(text).contains(right);
    String damaged = text.replace(right, wrong);
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() -> read(damaged))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("model.json");
    assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(8 << 20);
  }

  @Test
  void bothListsOfAScaleMissingAreRefused() {
    String text = text(preparations().get(1));
    String none =
        text.replace("\"shift\" : [", "\"shift\" : [], \"a\" : [")
            .replace("\"scale\" : [", "\"scale\" : [], \"b\" : [");
    assertThatThrownBy(() -> read(none)).isInstanceOf(ModelFormatException.class);
  }

  @Test
  void modelsOfNumbersAloneAsTheyWereDescribedAtFirstAreRead() {
    Preparation read =
        read(
            """
            { "classes": ["a", "b"], "feature_names": ["x", "y"],
              "standardisation": { "method": "divide", "divisor": 255 } }
            """);
    assertThat(read.columns()).containsExactly(InputColumn.number("x"), InputColumn.number("y"));
    assertThat(read.prepare(1, 51)).isEqualTo(0.2);
    assertThat(read.missing().policy()).isEqualTo(MissingValues.Policy.REFUSE);
  }

  @Test
  void noChangeOfACharacterIsAnythingButAModelOrNone() {
    Random random = new Random(9);
    for (Preparation preparation : preparations()) {
      String text = text(preparation);
      for (int i = 0; i < 1000; i++) {
        StringBuilder changed = new StringBuilder(text);
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 ->
              changed.setCharAt(at, "0123456789-.e\"[]{},: nulltrue".charAt(random.nextInt(29)));
          case 1 -> changed.deleteCharAt(at);
          default -> changed.insert(at, "0123456789-.e\"[]{},: ".charAt(random.nextInt(21)));
        }
        try {
          read(changed.toString());
        } catch (ModelFormatException | org.sparkbackprop.storage.StorageException refused) {
          assertThat(refused).hasMessageContaining("model.json");
        }
      }
    }
  }
}
