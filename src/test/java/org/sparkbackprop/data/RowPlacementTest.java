package org.sparkbackprop.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.linalg.Block;
import org.sparkbackprop.linalg.ByteBlock;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.FloatMatrix;
import org.sparkbackprop.network.Batch;

class RowPlacementTest {

  private static final int ROWS = 32;

  /** 300 samples a partition in two blocks, sorted by label; feature 0 is the sample's number. */
  private static List<List<Batch>> sorted(int partitions) {
    List<List<Batch>> all = new ArrayList<>();
    for (int p = 0; p < partitions; p++) {
      all.add(List.of(block(300 * p, 200, p), block(300 * p + 200, 100, p)));
    }
    return all;
  }

  private static Batch block(int first, int samples, int label) {
    double[] values = new double[2 * samples];
    int[] labels = new int[samples];
    double[] weights = new double[samples];
    for (int i = 0; i < samples; i++) {
      values[i] = first + i;
      values[samples + i] = -first - i;
      labels[i] = label;
      weights[i] = first + i == 7 ? 2.5 : 1;
    }
    return new Batch(DoubleMatrix.columnMajor(values, 0, samples, 2), labels, weights);
  }

  private static List<List<Batch>> placed(JavaSparkContext spark, int partitions) {
    JavaRDD<Batch> batches =
        spark
            .parallelize(new ArrayList<>(sorted(partitions)), partitions)
            .mapPartitions(new Flatten());
    return RowPlacement.of(batches, ROWS).glom().collect();
  }

  private record Flatten() implements FlatMapFunction<Iterator<List<Batch>>, Batch> {

    @Override
    public Iterator<Batch> call(Iterator<List<Batch>> partition) {
      return partition.next().iterator();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void everySampleIsInOnePartitionWithItsLabelAndItsWeight(int partitions) {
    try (JavaSparkContext spark = LocalSpark.start("local[2]")) {
      List<List<Batch>> placed = placed(spark, partitions);
      assertThat(placed).hasSize(partitions);
      List<Integer> numbers = new ArrayList<>();
      for (List<Batch> partition : placed) {
        for (Batch batch : partition) {
          for (int i = 0; i < batch.size(); i++) {
            int number = (int) batch.inputs().element(i, 0);
            numbers.add(number);
            assertThat(batch.inputs().element(i, 1)).isEqualTo(-number);
            assertThat(batch.labels()[i]).isEqualTo(number / 300);
            assertThat(batch.weight(i)).isEqualTo(number == 7 ? 2.5 : 1);
          }
        }
      }
      Collections.sort(numbers);
      assertThat(numbers).hasSize(300 * partitions).doesNotHaveDuplicates();
      assertThat(numbers.get(0)).isZero();
      assertThat(numbers.get(numbers.size() - 1)).isEqualTo(300 * partitions - 1);
    }
  }

  @Test
  void rowsSortedByLabelAreMixedAndBlocksAreFull() {
    try (JavaSparkContext spark = LocalSpark.start("local[2]")) {
      for (List<Batch> partition : placed(spark, 3)) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (Batch batch : partition) {
          for (int label : batch.labels()) {
            counts.merge(label, 1, Integer::sum);
          }
        }
        // 100 of each class are expected in each partition, with a deviation of about 8
        assertThat(counts.values()).hasSize(3).allSatisfy(n -> assertThat(n).isBetween(60, 140));
        assertThat(partition.subList(0, partition.size() - 1))
            .allSatisfy(batch -> assertThat(batch.size()).isEqualTo(ROWS));
      }
    }
  }

  @Test
  void theSameSamplesComeTogetherInTheSameOrderWhateverTheCores() {
    List<List<Double>> first = new ArrayList<>();
    for (String master : List.of("local[1]", "local[4]")) {
      try (JavaSparkContext spark = LocalSpark.start(master)) {
        first.add(
            placed(spark, 4).stream()
                .flatMap(List::stream)
                .flatMap(RowPlacementTest::numbers)
                .toList());
      }
    }
    assertThat(first.get(0)).hasSize(1200).isEqualTo(first.get(1));
  }

  private static Stream<Double> numbers(Batch batch) {
    return IntStream.range(0, batch.size()).mapToObj(i -> batch.inputs().element(i, 0));
  }

  @Test
  void aRowIsTheSameInEveryKindOfBlock() {
    byte[] bytes = {1, 2, 3, 4, 5, (byte) 255};
    float[] floats = {1, 2, 3, 4, 5, 255};
    double[] doubles = {1, 2, 3, 4, 5, 255};
    List<Block> blocks =
        List.of(
            new ByteBlock(bytes, 3, 2, 1),
            FloatMatrix.columnMajor(floats, 0, 3, 2),
            DoubleMatrix.columnMajor(doubles, 0, 3, 2));
    for (Block block : blocks) {
      Block rows = block.rowsLike(2);
      block.copyRow(2, rows, 0);
      block.copyRow(0, rows, 1);
      assertThat(rows.rows()).isEqualTo(2);
      assertThat(rows.columns()).isEqualTo(2);
      assertThat(rows.element(0, 0)).isEqualTo(3);
      assertThat(rows.element(0, 1)).isEqualTo(255);
      assertThat(rows.element(1, 0)).isEqualTo(1);
      assertThat(rows.element(1, 1)).isEqualTo(4);
      Block again = rows.rowsLike(1);
      rows.copyRow(0, again, 0);
      assertThat(again.element(0, 1)).isEqualTo(255);
    }
  }
}
