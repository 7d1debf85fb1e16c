package org.sparkbackprop.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function2;
import org.sparkbackprop.linalg.CounterRandom;
import org.sparkbackprop.network.Batch;
import scala.Tuple2;

/**
 * Places samples as mini-batches want them: in the partition that a hash of their position says, so
 * that rows which were sorted, by label for instance, are mixed; and row by row in the blocks.
 *
 * <p>A position is the partition that a sample was read in and its rank there. In its new partition
 * a sample comes after those of lower position.
 */
final class RowPlacement {

  private static final long STREAM = 0x706c616365L; // "place"

  /** Rows of a block on its way: few where it has many others beside it. */
  private static final int FEWEST = 8;

  private RowPlacement() {}

  /**
   * The same samples in as many partitions.
   *
   * @param rows samples of a full block
   */
  static JavaRDD<Batch> of(JavaRDD<Batch> batches, int rows) {
    int partitions = batches.getNumPartitions();
    if (partitions == 1) {
      return batches.mapPartitions(new ByRows(rows));
    }
    return JavaPairRDD.fromJavaRDD(
            batches.mapPartitionsWithIndex(new Scatter(partitions, rows), true))
        .partitionBy(new HashPartitioner(partitions))
        .mapPartitions(new Join(rows));
  }

  /** Blocks of one partition for another. */
  private record Piece(int source, List<Batch> blocks) implements Serializable {}

  private record ByRows(int rows) implements FlatMapFunction<Iterator<Batch>, Batch> {

    @Override
    public Iterator<Batch> call(Iterator<Batch> batches) {
      RowBlocks all = new RowBlocks(rows);
      batches.forEachRemaining(batch -> addAll(batch, all));
      return all.blocks().iterator();
    }
  }

  private record Scatter(int partitions, int rows)
      implements Function2<Integer, Iterator<Batch>, Iterator<Tuple2<Integer, Piece>>> {

    @Override
    public Iterator<Tuple2<Integer, Piece>> call(Integer source, Iterator<Batch> batches) {
      CounterRandom random = new CounterRandom(STREAM, source);
      List<RowBlocks> targets = new ArrayList<>();
      for (int i = 0; i < partitions; i++) {
        targets.add(new RowBlocks(Math.min(rows, Math.max(FEWEST, 4 * rows / partitions))));
      }
      long rank = 0;
      while (batches.hasNext()) {
        Batch batch = batches.next();
        for (int sample = 0; sample < batch.size(); sample++) {
          int target = (int) Long.remainderUnsigned(random.bits(rank++), partitions);
          targets.get(target).add(batch, sample);
        }
      }
      List<Tuple2<Integer, Piece>> pieces = new ArrayList<>();
      for (int i = 0; i < partitions; i++) {
        pieces.add(new Tuple2<>(i, new Piece(source, targets.get(i).blocks())));
      }
      return pieces.iterator();
    }
  }

  private record Join(int rows)
      implements FlatMapFunction<Iterator<Tuple2<Integer, Piece>>, Batch> {

    @Override
    public Iterator<Batch> call(Iterator<Tuple2<Integer, Piece>> pieces) {
      List<Piece> inOrder = new ArrayList<>();
      pieces.forEachRemaining(piece -> inOrder.add(piece._2()));
      inOrder.sort(Comparator.comparingInt(Piece::source));
      RowBlocks all = new RowBlocks(rows);
      inOrder.forEach(piece -> piece.blocks().forEach(batch -> addAll(batch, all)));
      return all.blocks().iterator();
    }
  }

  private static void addAll(Batch batch, RowBlocks blocks) {
    for (int sample = 0; sample < batch.size(); sample++) {
      blocks.add(batch, sample);
    }
  }
}
