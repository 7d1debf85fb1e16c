package org.sparkbackprop.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DecilesTest {

  @Test
  void differentValuesAreDividedIntoTenBinsMidwayBetweenThem() {
    double[] values = IntStream.rangeClosed(1, 100).asDoubleStream().toArray();
    assertThat(Deciles.edges(values, 1))
        .containsExactly(10.5, 20.5, 30.5, 40.5, 50.5, 60.5, 70.5, 80.5, 90.5);
  }

  @Test
  void frequentValuesHaveBinsOfTheirOwnAndSoHasWhatLiesBeyondThem() {
    double[] values = DoubleStream.of(0, 0, 0, 0, 0, 0, 1, 1, 1, 1).toArray();
    assertThat(Deciles.edges(values, 1)).containsExactly(-0.5, 0.5, 1.5);
  }

  @Test
  void valuesThatAreAllTheSameHaveABinAndOneOnEachSide() {
    assertThat(Deciles.edges(new double[] {0, 0}, 1)).containsExactly(-0.001, 0.001);
    assertThat(Deciles.edges(new double[] {7}, 1)).containsExactly(7 - 0.008, 7 + 0.008);
  }

  @Test
  void extremeValuesHaveFiniteAscendingEdges() {
    double[] far = {-1e308, -1e308, 0, 1e308, 1e308, 1.7e308, 1.7e308, 1.7e308};
    double[] near = {1, Math.nextUp(1), Math.nextUp(Math.nextUp(1))};
    double[] tiny = {-0.0, 0, Double.MIN_VALUE};
    double[] same = {1.7e308, 1.7e308};
    for (double[] values : List.of(far, near, tiny, same)) {
      List<Double> edges = Deciles.edges(values, 1);
      assertThat(edges).hasSizeLessThan(10).doesNotHaveDuplicates().isSorted();
      assertThat(edges).allMatch(Double::isFinite);
    }
  }

  @Test
  void noMoreThanTenBinsComeOfAnyValues() {
    for (int seed = 0; seed < 1000; seed++) {
      Random random = new Random(seed);
      int distinct = 1 + random.nextInt(30);
      double[] values =
          random
              .ints(1 + random.nextInt(200), 0, distinct)
              .asDoubleStream()
              .map(x -> x * x - 20)
              .toArray();
      Arrays.sort(values);
      List<Double> edges = Deciles.edges(values, 1);
      assertThat(edges).as("seed %d", seed).hasSizeBetween(1, 9).isSorted();
      assertThat(edges)
          .doesNotHaveDuplicates()
          .doesNotContainAnyElementsOf(Arrays.stream(values).boxed().toList());
    }
  }
}
