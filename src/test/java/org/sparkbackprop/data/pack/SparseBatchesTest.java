package org.sparkbackprop.data.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.data.BatchSummary;
import org.sparkbackprop.data.SystematicSample;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.linalg.SparseBlock;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.RandomBatch;
import org.sparkbackprop.network.loss.ClassLabels;

class SparseBatchesTest {

  private static final int FEATURES = 50;
  private static final int NON_ZEROS = 5;

  private static JavaSparkContext spark;

  @BeforeAll
  static void startSpark() {
    spark = LocalSpark.start("local[2]");
  }

  @AfterAll
  static void stopSpark() {
    spark.close();
  }

  /** Six batches in three partitions, the second sample of each with a weight of its own. */
  private static List<Batch> sparse(Precision precision) {
    return Stream.of(0, 1, 2, 3, 4, 5)
        .map(seed -> RandomBatch.sparse(precision, 20 + seed, FEATURES, NON_ZEROS, 3, seed))
        .map(
            batch -> {
              double[] weights = new double[batch.size()];
              Arrays.fill(weights, 1);
              weights[1] = 2.5;
              return new Batch(batch.inputs(), batch.targets(), weights);
            })
        .toList();
  }

  private static JavaRDD<Batch> rdd(List<Batch> batches) {
    return spark.parallelize(new ArrayList<>(batches), 3);
  }

  @ParameterizedTest
  @EnumSource
  void theFingerprintDoesNotTellWhetherZerosAreKept(Precision precision) {
    List<Batch> sparse = sparse(precision);
    List<Batch> dense = sparse.stream().map(RandomBatch::dense).toList();
    BatchSummary summary = BatchSummary.of(rdd(sparse));
    assertThat(summary).isEqualTo(BatchSummary.of(rdd(dense)));
    assertThat(summary.samples()).isEqualTo(135);
    assertThat(BatchSummary.of(rdd(sparse.subList(0, 5))).fingerprint())
        .isNotEqualTo(summary.fingerprint());
  }

  @ParameterizedTest
  @EnumSource
  void gatheredRowsStaySparse(Precision precision) {
    List<Batch> sparse = sparse(precision);
    List<Batch> gathered = gathered(sparse);
    List<Batch> expected = gathered(sparse.stream().map(RandomBatch::dense).toList());
    assertThat(gathered).hasSize(5); // 135 samples, 32 at a time
    for (int i = 0; i < gathered.size(); i++) {
      requireSameSparseRows(gathered.get(i), expected.get(i));
    }
  }

  private static List<Batch> gathered(List<Batch> batches) {
    JoinChunks.RowBlocks blocks = new JoinChunks.RowBlocks(32);
    batches.forEach(blocks::add);
    List<Batch> all = new ArrayList<>();
    for (Batch full = blocks.full(); full != null; full = blocks.full()) {
      all.add(full);
    }
    all.add(blocks.rest());
    return all;
  }

  @Test
  void anEvenSampleStaysSparse() {
    List<Batch> sparse = sparse(Precision.FLOAT);
    List<Batch> dense = sparse.stream().map(RandomBatch::dense).toList();
    for (int most : new int[] {1, 7, 50, 1000}) { // of 1, some batches give no row
      Batch sample = SystematicSample.of(rdd(sparse), 135, most);
      assertThat(sample.size()).isBetween(1, most);
      requireSameSparseRows(sample, SystematicSample.of(rdd(dense), 135, most));
    }
  }

  private static void requireSameSparseRows(Batch sparse, Batch dense) {
    assertThat(((SparseBlock) sparse.inputs()).nonZeros()).isEqualTo(NON_ZEROS * dense.size());
    assertThat(sparse.inputs().rowHashes()).isEqualTo(dense.inputs().rowHashes());
    assertThat(ClassLabels.of(sparse.targets())).isEqualTo(ClassLabels.of(dense.targets()));
    assertThat(sparse.weights()).isEqualTo(dense.weights());
  }
}
