package org.sparkbackprop.data.holdout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is kept of many rows and labels. */
class FileCountTest {

  private static final int MANY = 1 << 18;

  private static long numbers(FileCount count) {
    return count.classes().values().stream()
        .mapToLong(c -> c.numbers() == null ? 0 : c.rows())
        .sum();
  }

  @Test
  void ofManyRowsOfAClassTheNumberOfThemIsKept() {
    FileCount.OfPart part = new FileCount.OfPart(10);
    for (int row = 0; row < FileCount.MAX_OF_CLASS; row++) {
      part.add("large", row);
    }
    part.add("small", 7);
    assertThat(part.counted(0).classes().get("large").numbers().get(0L))
        .hasSize(FileCount.MAX_OF_CLASS);
    for (int row = 0; row < 2_000_000; row++) {
      part.add("large", row);
      assertThat(row % 100_000 > 0 || part.room() < 100).isTrue();
    }
    FileCount count = part.counted(5);
    assertThat(count.rows()).containsExactly(Map.entry(5L, part.rows()));
    assertThat(count.classes().get("large"))
        .isEqualTo(new FileCount.OfClass(2_000_000L + FileCount.MAX_OF_CLASS, null));
    assertThat(count.classes().get("small").numbers().get(5L)).containsExactly(7);
  }

  @Test
  void ofManyClassesNoMoreNumbersAreKeptThanOfFew() {
    FileCount.OfPart part = new FileCount.OfPart(MANY);
    long most = 0;
    int classes = 0;
    for (int row = 0; row < 8_000_000; row++) { // ever more classes
      classes = Math.max(classes, (int) (row / 1_000L) + 1);
      part.add("class " + row % classes, row);
      most = row % 50_000 == 0 ? Math.max(most, part.room()) : most;
    }
    assertThat(part.classes()).isEqualTo(8_000);
    assertThat(most)
        .isGreaterThan(FileCount.MAX_NUMBERS / 4)
        .isLessThanOrEqualTo(2L * FileCount.MAX_NUMBERS);
    assertThat(numbers(part.counted(0))).isLessThanOrEqualTo(FileCount.MAX_NUMBERS);
  }

  @Test
  void ofTooManyClassesNothingIsKeptButTheNumberOfRows() {
    FileCount.OfPart part = new FileCount.OfPart(MANY);
    for (int row = 0; row < 1_000_000; row++) { // linear: with the square of it this takes hours
      part.add("class " + row, row);
    }
    assertThat(part.classes()).isEqualTo(MANY + 1);
    assertThat(part.room()).isZero();
    assertThat(part.counted(3))
        .isEqualTo(new FileCount(new TreeMap<>(Map.of(3L, 1_000_000L)), null));
  }

  @Test
  void whatIsJoinedIsBoundedAsAWhole() {
    FileCount sum = part(0, 0);
    for (int start = 1; start < 300; start++) {
      sum = sum.plus(part(start, 0), 100);
    }
    assertThat(sum.rows()).hasSize(300).containsEntry(299L, 1_000L);
    assertThat(sum.classes()).hasSize(50);
    assertThat(numbers(sum)).isEqualTo(50L * 300 * 20);
    FileCount large = part(0, 0);
    for (int start = 1; start < 1_000; start++) {
      large = large.plus(part(start, 0), 100);
    }
    assertThat(numbers(large)).isZero();
    assertThat(sum.plus(part(300, 50), 100).classes()).hasSize(100);
    assertThat(sum.plus(part(300, 51), 100).classes()).hasSize(100);
    FileCount tooMany = sum.plus(part(300, 60), 99);
    assertThat(tooMany.classes()).isNull();
    assertThat(tooMany.plus(sum, 100).classes()).isNull();
    assertThat(tooMany.rows()).hasSize(301);
  }

  /** A thousand rows of fifty classes from one on. */
  private static FileCount part(long start, int firstClass) {
    FileCount.OfPart part = new FileCount.OfPart(1_000);
    for (int row = 0; row < 1_000; row++) {
      part.add("class " + (firstClass + row % 50), row);
    }
    return part.counted(start);
  }

  @Test
  void whatIsKeptDependsOnTheRowsAloneAndNotOnTheirParts() {
    FileCount.OfPart whole = new FileCount.OfPart(1_000);
    Map<Integer, FileCount.OfPart> parts = new HashMap<>();
    for (int row = 0; row < 1_500_000; row++) {
      String name = row % 3 == 0 ? "large" : "class " + row % 601;
      whole.add(name, row);
      parts.computeIfAbsent(row / 400_000, p -> new FileCount.OfPart(1_000)).add(name, row);
    }
    FileCount sum = parts.get(3).counted(3);
    for (int start : new int[] {1, 0, 2}) {
      sum = parts.get(start).counted(start).plus(sum, 1_000);
    }
    FileCount inParts = sum;
    assertThat(sum.rows().values().stream().mapToLong(r -> r).sum()).isEqualTo(whole.rows());
    whole
        .counted(0)
        .classes()
        .forEach(
            (name, ofClass) -> {
              FileCount.OfClass joined = inParts.classes().get(name);
              assertThat(joined.rows()).isEqualTo(ofClass.rows());
              assertThat(joined.numbers() == null).isEqualTo(ofClass.numbers() == null);
            });
    assertThat(inParts.classes().get("large").numbers()).isNull();
    assertThat(inParts.classes().get("class 1").numbers()).isNotNull();
  }
}
