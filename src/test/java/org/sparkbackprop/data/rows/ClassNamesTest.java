package org.sparkbackprop.data.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkbackprop.data.values.NumberText;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.settings.ClassSettings;

class ClassNamesTest {

  @ParameterizedTest
  @CsvSource({
    "1,1",
    "+1,1",
    "-1,-1",
    "1.0,1",
    "1e0,1",
    "10E-1,1",
    "5.,5",
    "-2.000,-2",
    "0,0",
    "+0,0",
    "-0.0,0",
    "0e7,0",
    "0.50,0.5",
    ".5,0.5",
    "+1.5,1.5",
    "1.0E-5,0.00001",
    "3.0E20,300000000000000000000",
    "9007199254740993,9007199254740993",
    "9007199254740993.0,9007199254740993",
    // texts
    "01,01",
    "00,00",
    "-01.0,-01.0",
    "007,007",
    "+,+",
    ".,.",
    "1e,1e",
    "1e+,1e+",
    "e5,e5",
    "1e999999999,1e999999999",
    "1e-99999999999,1e-99999999999",
    "1 000,1 000",
    "0x1,0x1",
    "1.5f,1.5f",
    "NaN,NaN",
    "setosa,setosa",
    "\u0661,\u0661"
  })
  void aNumberIsCalledByItsValueAndATextByItself(String label, String name) {
    assertThat(ClassNames.canonical(label)).isEqualTo(name);
  }

  @Test
  void numbersAreClassesByValueIfAllLabelsAreNumbers() {
    ClassNames found = ClassNames.found(List.of("10", "1", "1.0", "0.0", "0", "+1", "2.5", "-3"));
    assertThat(found.names()).containsExactly("-3", "0", "1", "2.5", "10");
    assertThat(found.index("1e0")).isEqualTo(2);
    assertThat(found.index("2.50")).isEqualTo(3);
    assertThat(found.index("01")).isEqualTo(ClassNames.NONE);
    assertThat(found.index("x")).isEqualTo(ClassNames.NONE);
    assertThat(found.counts(Map.of("1", 2L, "1.0", 3L, "x", 9L))).isEqualTo(Map.of("1", 5L));
  }

  /** No label that was found is of no class, whatever its exponent is. */
  @Test
  void numbersOfTooManyDigitsAreTexts() {
    for (String number : List.of("1e400", "1e-400", "1e-399", "-1.5e-398", "1e398", "1e300")) {
      List<String> labels = List.of(number, "2", "2.0", "0");
      ClassNames found = ClassNames.found(labels);
      Map<String, Long> counts = new HashMap<>();
      labels.forEach(label -> counts.put(label, 3L));
      assertThat(found.counts(counts).values().stream().mapToLong(n -> n).sum())
          .as(number)
          .isEqualTo(12);
    }
    assertThat(ClassNames.found(List.of("1e400", "2", "2.0")).names())
        .containsExactlyInAnyOrder("1e400", "2", "2.0");
  }

  @Test
  void labelsAreTextsIfOneOfThemIsOne() {
    assertThat(ClassNames.found(List.of("1", "1.0", "a")).names()).containsExactly("1", "1.0", "a");
    ClassNames zeros = ClassNames.found(List.of("1", "01", "1.0"));
    assertThat(zeros.names()).containsExactly("01", "1", "1.0");
    assertThat(zeros.index("1.0")).isEqualTo(2);
    assertThat(zeros.index("1e0")).isEqualTo(ClassNames.NONE);
    assertThat(ClassNames.found(List.of("02", "10", "01")).names())
        .containsExactly("01", "02", "10");
  }

  @Test
  void givenClassesAreMetAsTheyAreWrittenAndElseByValue() {
    ClassNames numbers = ClassNames.of(List.of("1.0", "0"));
    assertThat(numbers.names()).containsExactly("1.0", "0");
    assertThat(List.of(numbers.index("1.0"), numbers.index("1"), numbers.index("0.0")))
        .containsExactly(0, 0, 1);
    ClassNames texts = ClassNames.of(List.of("1", "none"));
    assertThat(texts.index("1.0")).isEqualTo(ClassNames.NONE);
    // as models were trained on before
    ClassNames both = ClassNames.of(List.of("1", "1.0"));
    assertThat(List.of(both.index("1"), both.index("1.0"), both.index("1e0")))
        .containsExactly(0, 1, ClassNames.NONE);
  }

  private static Map<String, Long> classes(int number, double distance, long rows) {
    Map<String, Long> counts = new HashMap<>();
    for (int k = 0; k < number; k++) {
      counts.put(NumberText.of(k * distance), rows);
    }
    return counts;
  }

  private static void require(Map<String, Long> counts) {
    FoundClasses.require(counts, ClassSettings.found(), "t.csv");
  }

  @Test
  void labelsThatLookLikeAnAmountAreRefused() {
    require(classes(1_000, 1, 2));
    assertThatThrownBy(() -> require(classes(1_001, 1, 9)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "t.csv: there are 1,001 different labels, more than 1,000; with target.kind = class")
        .hasMessageContaining("target.kind = number")
        .hasMessageContaining("input.classes")
        .hasMessageContaining("input.max-classes");
    require(classes(10, 1, 1));
    assertThatThrownBy(() -> require(classes(11, 1, 1)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "of 11 different labels, 11 are in one row only; with target.kind = class");
    require(classes(20, 0.5, 5));
    assertThatThrownBy(() -> require(classes(21, 0.5, 5)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "21 different numbers, and not all of them are whole; with target.kind = class");
    Map<String, Long> words = classes(30, 0.5, 5);
    words.put("none", 1L);
    require(words);
  }

  @Test
  void aLimitThatIsGivenIsTheOnlyOne() {
    ClassSettings thirty = new ClassSettings(List.of(), OptionalInt.of(30));
    FoundClasses.require(classes(30, 0.5, 1), thirty, "t.csv");
    assertThatThrownBy(() -> FoundClasses.require(classes(31, 1, 1), thirty, "t.csv"))
        .hasMessageContaining("31 different labels, more than 30");
  }
}
