package org.sparkbackprop.data.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QuantileSketchTest {

  private static final int BINS = 64;

  /** Transforms of a bell. */
  private enum Numbers {
    BELL,
    FAR_FROM_ZERO,
    OVER_MANY_MAGNITUDES,
    BOTH_SIGNS_OVER_MANY_MAGNITUDES,
    WITH_OUTLIERS,
    FEW_DIFFERENT;

    private double of(double x) {
      return switch (this) {
        case BELL -> x;
        case FAR_FROM_ZERO -> -1e6 + x;
        case OVER_MANY_MAGNITUDES -> Math.exp(10 * x);
        case BOTH_SIGNS_OVER_MANY_MAGNITUDES -> x * Math.exp(20 * Math.abs(x));
        case WITH_OUTLIERS -> x > 2.5 ? 1e30 : x < -2.5 ? -1e300 : x;
        case FEW_DIFFERENT -> 1 + Math.abs(Math.round(5 * x));
      };
    }

    List<Double> list(int size) {
      Random random = new Random(name().length());
      List<Double> numbers = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        numbers.add(of(random.nextGaussian()));
      }
      return numbers;
    }
  }

  private static QuantileSketch of(List<Double> numbers, int bins) {
    QuantileSketch sketch = new QuantileSketch(bins);
    numbers.forEach(sketch::add);
    return sketch;
  }

  /** The sketches of parts of random sizes, some of them packed, joined in a random order. */
  private static QuantileSketch inParts(List<Double> numbers, Random random) {
    List<QuantileSketch> parts = new ArrayList<>();
    int from = 0;
    while (from < numbers.size()) {
      int until = Math.min(numbers.size(), from + 1 + random.nextInt(2000));
      QuantileSketch part = of(numbers.subList(from, until), BINS);
      if (random.nextBoolean()) {
        part.pack();
      }
      parts.add(part);
      from = until;
    }
    while (parts.size() > 1) {
      parts.get(random.nextInt(parts.size() - 1)).join(parts.remove(parts.size() - 1));
    }
    return parts.get(0);
  }

  private static double exact(List<Double> numbers, double share) {
    double[] sorted = numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double place = share * (sorted.length - 1);
    int below = (int) place;
    double above = sorted[Math.min(below + 1, sorted.length - 1)];
    return sorted[below] + (place - below) * (above - sorted[below]);
  }

  @ParameterizedTest
  @EnumSource
  void binsDependOnTheNumbersAloneNotOnOrderOrParts(Numbers kind) {
    List<Double> numbers = kind.list(5000);
    QuantileSketch.Sorted one = of(numbers, BINS).sorted(100);
    assertThat(one.until().length).isLessThanOrEqualTo(BINS + 1);
    assertThat(one.until()[one.until().length - 1]).isEqualTo(5100);
    Random random = new Random(1);
    for (int i = 0; i < 5; i++) {
      Collections.shuffle(numbers, random);
      QuantileSketch.Sorted other = inParts(numbers, random).sorted(100);
      assertThat(other.least()).containsExactly(one.least());
      assertThat(other.greatest()).containsExactly(one.greatest());
      assertThat(other.until()).containsExactly(one.until());
    }
  }

  @ParameterizedTest
  @EnumSource
  void quantilesLieBetweenThoseOfNearbyShares(Numbers kind) {
    List<Double> numbers = kind.list(20_000);
    QuantileSketch.Sorted sketch = of(numbers, QuantileSketch.maxBins(20)).sorted(0);
    for (double share : new double[] {0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99}) {
      assertThat(sketch.quantile(share))
          .isBetween(exact(numbers, share - 0.003), exact(numbers, share + 0.003));
    }
    assertThat(sketch.quantile(0)).isEqualTo(Collections.min(numbers));
    assertThat(sketch.quantile(1)).isEqualTo(Collections.max(numbers));
  }

  @ParameterizedTest
  @EnumSource
  void fewDifferentNumbersHaveExactQuantiles(Numbers kind) {
    List<Double> numbers = new ArrayList<>(kind.list(600));
    numbers.addAll(numbers.subList(0, 100));
    QuantileSketch sketch = of(numbers, 1024);
    List<Double> withZeros = new ArrayList<>(numbers);
    withZeros.addAll(Collections.nCopies(55, 0.0));
    double[] magnitudes = numbers.stream().mapToDouble(Math::abs).toArray();
    for (double share : new double[] {0, 0.1, 0.25, 0.333, 0.5, 0.75, 0.9, 1}) {
      assertThat(sketch.sorted(55).quantile(share)).isEqualTo(exact(withZeros, share));
      assertThat(sketch.magnitudes().quantile(share))
          .isEqualTo(exact(Arrays.stream(magnitudes).boxed().toList(), share));
    }
  }

  /** As numpy.quantile([-3, -1, 0, 0, 2, 8], share) has it. */
  @Test
  void quantilesAreInterpolatedAsNumPyDoes() {
    QuantileSketch.Sorted sorted = of(List.of(8.0, -3.0, 2.0, -1.0), BINS).sorted(2);
    assertThat(sorted.quantile(0.25)).isEqualTo(-0.75);
    assertThat(sorted.quantile(0.5)).isZero();
    assertThat(sorted.quantile(0.75)).isEqualTo(1.5);
    assertThat(sorted.quantile(0.9)).isEqualTo(5);
    assertThat(sorted.distance(0.25, 0.75)).isEqualTo(2.25);
  }

  @Test
  void numbersAtTheEndsOfTheRangeHaveQuantiles() {
    QuantileSketch.Sorted sorted =
        of(List.of(-Double.MAX_VALUE, Double.MAX_VALUE, Double.MIN_VALUE), BINS).sorted(0);
    assertThat(sorted.quantile(0.5)).isEqualTo(Double.MIN_VALUE);
    assertThat(sorted.quantile(0.75)).isCloseTo(Double.MAX_VALUE / 2, within(1e300));
    assertThat(of(List.of(-Double.MAX_VALUE, Double.MAX_VALUE), BINS).sorted(0).quantile(0.5))
        .isZero();
  }

  /** A default of more than half of the rows among numbers of all sizes. */
  @Test
  void quartilesAtTheSameFrequentNumberHaveNoDistance() {
    List<Double> numbers = Numbers.OVER_MANY_MAGNITUDES.list(10_000);
    numbers.addAll(Collections.nCopies(20_000, 999.1));
    Collections.shuffle(numbers, new Random(1));
    QuantileSketch.Sorted sorted = of(numbers, QuantileSketch.maxBins(20)).sorted(0);
    assertThat(sorted.distance(0.3, 0.7)).isZero();
    assertThat(sorted.quantile(0.5)).isCloseTo(999.1, within(999.1 / 64));
  }

  @Test
  void edgesOfDifferentNumbersAreTheirQuantiles() {
    QuantileSketch.Sorted sorted = of(Numbers.BELL.list(3000), 4096).sorted(0);
    double[] quantiles =
        IntStream.rangeClosed(0, 8).mapToDouble(t -> sorted.quantile(t / 8.0)).toArray();
    assertThat(sorted.edges(8)).containsExactly(quantiles);
  }

  /** Of 1,000 numbers, 920 are 0 and 10 each of 1 to 8: 0 has an edge, the others the rest. */
  @Test
  void aFrequentNumberTakesOneEdge() {
    List<Double> numbers = new ArrayList<>();
    for (int i = 1; i <= 8; i++) {
      numbers.addAll(Collections.nCopies(10, (double) i));
    }
    QuantileSketch.Sorted sorted = of(numbers, BINS).sorted(920);
    assertThat(sorted.edges(8)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(sorted.edges(4)).hasSize(5).startsWith(0, 1).endsWith(8);
    assertThat(sorted.edges(1)).containsExactly(0, 8);
  }

  @Test
  void edgesAreDifferentAndAtMostOneMoreThanBins() {
    assertThat(of(List.of(), BINS).sorted(5).edges(8)).containsExactly(0.0);
    assertThat(of(List.of(1.0, 1.0, 1.0), BINS).sorted(3).edges(8)).containsExactly(0, 1);
    for (Numbers kind : Numbers.values()) {
      for (int bins : new int[] {1, 2, 7, 32}) {
        QuantileSketch.Sorted sorted = of(kind.list(500), BINS).sorted(200);
        double[] edges = sorted.edges(bins);
        assertThat(edges).isSorted().doesNotHaveDuplicates().hasSizeBetween(2, bins + 1);
        assertThat(edges).startsWith(sorted.quantile(0)).endsWith(sorted.quantile(1));
      }
    }
  }

  @Test
  void aPackedSketchIsTheSame() {
    QuantileSketch sketch = of(Numbers.BELL.list(3000), BINS);
    double quartile = sketch.sorted(0).quantile(0.25);
    double magnitude = sketch.magnitudes().quantile(0.5);
    sketch.pack();
    assertThat(sketch.magnitudes().quantile(0.5)).isEqualTo(magnitude);
    assertThat(sketch.sorted(0).quantile(0.25)).isEqualTo(quartile);
  }
}
