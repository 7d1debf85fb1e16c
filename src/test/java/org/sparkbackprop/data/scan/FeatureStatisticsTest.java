package org.sparkbackprop.data.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparkbackprop.data.rows.RowBuffer;
import org.sparkbackprop.data.rows.RowRange;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.model.InputColumn;

class FeatureStatisticsTest {

  private static final double RELATIVE = 1e-12;

  private static final double[] SHARES = {0, 0.01, 0.25, 0.5, 0.75, 0.99, 1};

  /** Columns whose sums are not to be trusted easily. */
  private enum Column {
    NORMAL {
      @Override
      double value(int row, Random random) {
        return random.nextGaussian();
      }
    },
    FAR_FROM_ZERO {
      @Override
      double value(int row, Random random) {
        return 1e6 + random.nextGaussian();
      }
    },
    FIRST_IS_AN_OUTLIER {
      @Override
      double value(int row, Random random) {
        return row == 0 ? 0 : 1e4 + random.nextGaussian();
      }
    },
    MISSING_AT_FIRST {
      @Override
      double value(int row, Random random) {
        return row < 40 || random.nextInt(3) == 0 ? Double.NaN : 1e6 + random.nextGaussian();
      }
    },
    OFTEN_ZERO {
      @Override
      double value(int row, Random random) {
        return random.nextInt(4) > 0 ? 0 : 1e5 + random.nextInt(256);
      }
    },
    CONSTANT {
      @Override
      double value(int row, Random random) {
        return 0.1;
      }
    };

    abstract double value(int row, Random random);

    double[] values(int rows) {
      Random random = new Random(name().length());
      double[] values = new double[rows];
      for (int i = 0; i < rows; i++) {
        values[i] = value(i, random);
      }
      return values;
    }
  }

  private static FeatureStatistics of(RowShape.Form form, double[] values, int from, int until) {
    FeatureStatistics statistics = new FeatureStatistics(2, FeatureStatistics.Of.BOTH);
    RowBuffer row = new RowBuffer(new RowShape(List.of(InputColumn.vector("x", 2)), form));
    for (int i = from; i < until; i++) {
      row.clear();
      if (row.isSparse()) {
        row.add(1, values[i]);
      } else {
        row.numbers()[0] = 7;
        row.numbers()[1] = values[i];
      }
      statistics.add(row);
    }
    return statistics.complete(form);
  }

  private static FeatureStatistics inParts(RowShape.Form form, double[] values, int parts) {
    Random random = new Random(parts);
    List<FeatureStatistics> all = new ArrayList<>();
    for (int p = 0; p < parts; p++) {
      RowRange range = RowRange.of(p, parts, values.length);
      all.add(of(form, values, (int) range.from(), (int) range.until()));
    }
    while (all.size() > 1) {
      int left = random.nextInt(all.size() - 1);
      all.set(left, all.get(left).join(all.remove(left + 1)));
    }
    return all.get(0);
  }

  private static void requireExact(FeatureStatistics found, double[] values) {
    double[] there = Arrays.stream(values).filter(x -> !Double.isNaN(x)).toArray();
    BigDecimal count = BigDecimal.valueOf(there.length);
    BigDecimal sum = BigDecimal.ZERO;
    for (double x : there) {
      sum = sum.add(new BigDecimal(x));
    }
    BigDecimal mean = sum.divide(count, MathContext.DECIMAL128);
    BigDecimal squares = BigDecimal.ZERO;
    for (double x : there) {
      squares = squares.add(new BigDecimal(x).subtract(mean).pow(2));
    }
    double exactMean = mean.doubleValue();
    double deviation = Math.sqrt(squares.divide(count, MathContext.DECIMAL128).doubleValue());
    assertThat(found.count(1)).isEqualTo(there.length);
    assertThat(found.mean(1)).isCloseTo(exactMean, within(RELATIVE * Math.abs(exactMean) + 1e-15));
    assertThat(found.deviation(1)).isCloseTo(deviation, within(RELATIVE * deviation + 1e-15));
    assertThat(found.min(1)).isEqualTo(Arrays.stream(there).min().orElseThrow());
    assertThat(found.max(1)).isEqualTo(Arrays.stream(there).max().orElseThrow());
  }

  @ParameterizedTest
  @EnumSource
  void meanDeviationAndRangeAreExactInAnyGroupingOfParts(Column column) {
    double[] values = column.values(20_000);
    for (int parts : new int[] {1, 2, 3, 50}) {
      requireExact(inParts(RowShape.Form.DENSE, values, parts), values);
      if (column != Column.MISSING_AT_FIRST) {
        requireExact(inParts(RowShape.Form.SPARSE, values, parts), values);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void bitsAreThoseOfOnePartInAnyFormAndOrder(Column column) {
    double[] values = column.values(3_000);
    FeatureStatistics one = of(RowShape.Form.DENSE, values, 0, values.length);
    List<FeatureStatistics> others = new ArrayList<>();
    others.add(inParts(RowShape.Form.DENSE, values, 7));
    others.add(inParts(RowShape.Form.SPARSE, values, 1));
    others.add(inParts(RowShape.Form.SPARSE, values, 50));
    double[] shuffled = values.clone();
    Random random = new Random(1);
    for (int i = shuffled.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      double other = shuffled[i];
      shuffled[i] = shuffled[j];
      shuffled[j] = other;
    }
    others.add(inParts(RowShape.Form.DENSE, shuffled, 3));
    for (FeatureStatistics other : others) {
      assertThat(other.count(1)).isEqualTo(one.count(1));
      assertThat(other.mean(1)).isEqualTo(one.mean(1));
      assertThat(other.deviation(1)).isEqualTo(one.deviation(1));
      assertThat(other.min(1)).isEqualTo(one.min(1));
      assertThat(other.medianMagnitude(1)).isEqualTo(one.medianMagnitude(1));
      for (double share : SHARES) {
        assertThat(other.sorted(1).quantile(share)).isEqualTo(one.sorted(1).quantile(share));
      }
    }
  }

  @Test
  void numbersOfAnySizeHaveAMeanAndADeviation() {
    double max = Double.MAX_VALUE;
    FeatureStatistics huge = of(RowShape.Form.DENSE, new double[] {max, -max, max, max}, 0, 4);
    assertThat(huge.mean(1)).isEqualTo(max / 2);
    assertThat(huge.deviation(1)).isCloseTo(Math.sqrt(0.75) * max, within(max * 1e-15));
    double min = Double.MIN_VALUE;
    FeatureStatistics tiny = of(RowShape.Form.DENSE, new double[] {3 * min, -min, max, -max}, 0, 2);
    assertThat(tiny.mean(1)).isEqualTo(min);
    assertThat(tiny.deviation(1)).isEqualTo(2 * min);
    FeatureStatistics both =
        of(RowShape.Form.DENSE, new double[] {max, 1, min, -max, 1e-300, 1, -min}, 0, 7);
    assertThat(both.mean(1)).isEqualTo(2.0 / 7);
  }

  @Test
  void aConstantHasNoDeviationAtAll() {
    double[] values = Column.CONSTANT.values(1000);
    FeatureStatistics found = inParts(RowShape.Form.DENSE, values, 7);
    assertThat(found.deviation(1)).isZero();
    assertThat(found.mean(1)).isEqualTo(0.1);
  }

  @Test
  void noRowsAndMissingValuesAloneHaveNone() {
    double[] missing = {Double.NaN, Double.NaN};
    for (FeatureStatistics none :
        List.of(
            of(RowShape.Form.DENSE, missing, 0, 0),
            of(RowShape.Form.DENSE, missing, 0, 2),
            of(RowShape.Form.DENSE, missing, 0, 1).join(of(RowShape.Form.DENSE, missing, 1, 2)))) {
      assertThat(none.count(1)).isZero();
      assertThat(none.mean(1)).isZero();
      assertThat(none.deviation(1)).isZero();
      assertThat(none.min(1)).isEqualTo(Double.POSITIVE_INFINITY);
      assertThat(none.max(1)).isEqualTo(Double.NEGATIVE_INFINITY);
    }
    double[] one = {Double.NaN, 3, Double.NaN};
    requireExact(inParts(RowShape.Form.DENSE, one, 3), one);
  }
}
