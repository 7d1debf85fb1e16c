package org.sparkbackprop.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.network.loss.ClassLabels;
import org.sparkbackprop.network.loss.LossFunction;
import org.sparkbackprop.network.loss.Losses;
import org.sparkbackprop.network.loss.NumericTargets;

/** Which rows represent the others if there are very many. */
class RowSampleTest {

  /** Rows whose one prediction and target are their numbers. */
  private static void add(RowSample sample, int from, int until) {
    double[] numbers = IntStream.range(from, until).asDoubleStream().toArray();
    sample.add(
        DoubleMatrix.columnMajor(numbers, 0, numbers.length, 1), new NumericTargets(numbers, 1));
  }

  private static int[] rows(RowSample sample) {
    if (sample.rows() == 0) {
      return new int[0];
    }
    DoubleMatrix predictions = sample.predictions();
    double[] targets = NumericTargets.of(sample.targets()).values();
    assertThat(IntStream.range(0, targets.length).mapToDouble(i -> predictions.element(i, 0)))
        .containsExactly(Arrays.stream(targets).boxed().toArray(Double[]::new));
    return Arrays.stream(targets).mapToInt(row -> (int) row).toArray();
  }

  private static int[] rows(long step, int partition, int... borders) {
    RowSample sample = new RowSample(step, partition);
    for (int i = 1; i < borders.length; i++) {
      add(sample, borders[i - 1], borders[i]);
    }
    return rows(sample);
  }

  @Test
  void distancesAreEvenWhateverTheBatches() {
    for (int step : new int[] {1, 2, 3, 7, 50}) {
      for (int partition = 0; partition < 5; partition++) {
        int[] rows = rows(step, partition, 0, 100);
        assertThat(rows).hasSizeBetween(100 / step, (99 + step) / step);
        for (int i = 0; i < rows.length; i++) {
          assertThat(rows[i]).isEqualTo(rows[0] + i * step);
        }
        assertThat(rows(step, partition, 0, 1, 2, 50, 50, 51, 99, 100)).isEqualTo(rows);
      }
    }
    assertThat(rows(1, 3, 0, 40)).hasSize(40);
    assertThat(rows(RowSample.NONE, 0, 0, 100, 200)).isEmpty();
  }

  /** Each of a step's rows begins about as many partitions; the standard deviation is 30. */
  @Test
  void eachRowIsSampledAsOftenAsAnyOther() {
    int[] sampled = new int[20];
    for (int partition = 0; partition < 10_000; partition++) {
      for (int row : rows(10, partition, 0, 20)) {
        sampled[row]++;
      }
    }
    for (int times : sampled) {
      assertThat(times).isBetween(1000 - 110, 1000 + 110);
    }
  }

  @Test
  void partitionsThatAreSmallerThanTheDistanceHaveTheirShare() {
    int rows = 0;
    for (int partition = 0; partition < 20_000; partition++) {
      rows += rows(12, partition, 0, 3).length;
    }
    assertThat(rows).isBetween(5000 - 200, 5000 + 200);
  }

  /** Numbers of predictions, not only of rows, are bounded, and never more than memory has. */
  @Test
  void theSampleIsBounded() {
    for (long rows : new long[] {1, 19_999, 20_000, 20_001, 1_000_000, 1L << 40}) {
      for (int columns : new int[] {1, 2, 7, 100, 5000}) {
        for (Target target : targets(columns)) {
          Losses name =
              target.isNumber()
                  ? Losses.PINBALL
                  : target.isClass() ? Losses.SOFTMAX_CROSS_ENTROPY : Losses.SIGMOID_CROSS_ENTROPY;
          LossFunction loss = LossFunction.of(name);
          long step = new Bootstrap(target, loss).step(rows);
          long sampled = (rows + step - 1) / step;
          assertThat(sampled).isBetween(1L, (long) RowSample.MAX_ROWS);
          int predictions = target.isNumber() ? 3 * columns : columns;
          assertThat(sampled * predictions).isLessThanOrEqualTo(1 << 22);
          assertThat(step == 1 || 2 * sampled > Math.min(20_000, (1 << 17) / predictions)).isTrue();
        }
      }
    }
  }

  private static List<Target> targets(int columns) {
    List<String> names = IntStream.range(0, columns).mapToObj(k -> "n" + k).toList();
    double[] ones = new double[columns];
    Arrays.fill(ones, 1);
    return List.of(
        Target.ofClasses(names), Target.ofLabels(names), Target.ofNumbers(names, ones, ones));
  }

  @Test
  void aMillionRowsAreRepresentedByTwentyThousandAndTheFileSaysSo() {
    int rows = 1_000_000;
    int partitions = 8;
    Target target = Target.ofClasses(List.of("no", "yes"));
    LossFunction loss = LossFunction.of(Losses.SOFTMAX_CROSS_ENTROPY);
    long step = new Bootstrap(target, loss).step(rows);
    MeasuredRows tenth = MeasuredRows.drawn(rows / 10, 3);
    List<RowSample> parts = new ArrayList<>();
    for (int p = 0; p < partitions; p++) {
      RowSample part = new RowSample(step, p);
      for (int from = 0; from < rows / partitions; from += 5000) {
        MeasuredRows batch = tenth.part(from % 100_000, from % 100_000 + 5000);
        part.add(batch.predictions(), batch.targets());
      }
      parts.add(part);
    }
    RowSample sample = parts.stream().reduce(RowSample::merge).orElseThrow();
    assertThat(sample.rows()).isCloseTo(20_000, within(partitions));
    double positives = Arrays.stream(ClassLabels.of(sample.targets())).average().orElseThrow();
    double share = Arrays.stream(ClassLabels.of(tenth.targets())).average().orElseThrow();
    assertThat(positives).isCloseTo(share, within(0.01));
    Metrics metrics =
        new MeasuredRows(target, loss, tenth.predictions(), tenth.targets()).metrics(sample);
    assertThat(metrics.fields()).containsEntry("samples", 100_000L);
    assertThat(metrics.intervals().orElseThrow().fields()).containsEntry("rows", sample.rows());
  }
}
