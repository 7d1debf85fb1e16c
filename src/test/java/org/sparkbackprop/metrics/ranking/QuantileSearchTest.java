package org.sparkbackprop.metrics.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.metrics.sums.MetricValue;

class QuantileSearchTest {

  static Stream<KeptValues> values() {
    return KeptValues.cases("values");
  }

  private static MetricValue quantile(ValueBlock block, QuantileSearch search) {
    return LocalRanking.quantiles(1, List.of(block).iterator(), search).get(0);
  }

  @ParameterizedTest
  @MethodSource("values")
  void quantilesAreThoseOfScikitLearn(KeptValues kept) {
    double[] shares = kept.numbers("shares");
    double[] quantiles = kept.numbers("quantiles");
    ValueBlock block = new ValueBlock(kept.numbers("values"), 1, kept.numbers("weights"));
    for (int i = 0; i < shares.length; i++) {
      assertThat(quantile(block, new QuantileSearch(shares[i])).number())
          .as("share %s", shares[i])
          .isCloseTo(quantiles[i], within(1e-12));
    }
  }

  @ParameterizedTest
  @MethodSource("values")
  void theMedianAbsoluteErrorIsThatOfScikitLearn(KeptValues kept) {
    double[] values = kept.numbers("values");
    ValueBlock errors =
        ValueBlock.ofAbsoluteErrors(values, new double[values.length], 1, kept.numbers("weights"));
    kept.requireSame(quantile(errors, QuantileSearch.MEDIAN), "median");
  }

  @Test
  void eachColumnHasItsOwn() {
    ValueBlock block = new ValueBlock(new double[] {1, 10, 2, 30, 3, 20}, 2, new double[0]);
    assertThat(LocalRanking.quantiles(2, List.of(block).iterator(), QuantileSearch.MEDIAN))
        .extracting(MetricValue::number)
        .containsExactly(2.0, 20.0);
  }

  @Test
  void aQuantileIsInOneRangeAndMayNeedTheNextOne() {
    ScoreGroups low = ranked(1, 2);
    ScoreGroups high = ranked(3, 4);
    List<RangePlace> places = RangePlace.of(List.of(low.totals(), high.totals()));
    RankedRange first = new RankedRange(low, places.get(0));
    RankedRange second = new RankedRange(high, places.get(1));
    assertThat(QuantileSearch.MEDIAN.in(first)).contains(2.5);
    assertThat(QuantileSearch.MEDIAN.in(second)).isEmpty();
    assertThat(new QuantileSearch(0.6).in(first)).isEmpty();
    assertThat(new QuantileSearch(0.6).in(second)).contains(3.0);
  }

  private static ScoreGroups ranked(double... values) {
    ValueBlock block = new ValueBlock(values, 1, new double[0]);
    return LocalRanking.sorted(1, List.of(block.descending()).iterator()).get(0);
  }

  @Test
  void withoutWeightThereIsNone() {
    ValueBlock block = new ValueBlock(new double[] {1, 2}, 1, new double[] {0, 0});
    assertThat(quantile(block, QuantileSearch.MEDIAN).reason())
        .isEqualTo("there are no rows with a weight above 0");
  }

  @Test
  void zeroHasNoSign() {
    ValueBlock block = new ValueBlock(new double[] {-0.0, 0.0, -0.0}, 1, new double[0]);
    assertThat(quantile(block, QuantileSearch.MEDIAN).orNull()).isEqualTo(Double.valueOf(0.0));
  }

  @Test
  void valuesAndSharesThatAreNoneAreRefused() {
    ValueBlock block = new ValueBlock(new double[] {Double.NaN}, 1, new double[0]);
    assertThatThrownBy(() -> quantile(block, QuantileSearch.MEDIAN))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("NaN is among the numbers to be ranked");
    assertThatThrownBy(() -> new QuantileSearch(1.1))
        .hasMessage("a share of 1.1, which is not in 0 … 1");
    assertThatThrownBy(
            () -> ValueBlock.ofAbsoluteErrors(new double[1], new double[2], 1, new double[0]))
        .hasMessage("1 predictions, but 2 targets");
  }
}
