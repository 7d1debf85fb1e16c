package org.sparkbackprop.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.ml.linalg.Vector;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.network.Batch;

/** Packs the samples of a partition into blocks, prepared as the network wants them. */
public final class BatchPacker implements FlatMapFunction<Iterator<Sample>, Batch> {

  private static final long serialVersionUID = 1;

  /** A block of this many numbers stays within a core's second-level cache. */
  private static final int BLOCK_VALUES = 1 << 19;

  private static final int FEWEST_ROWS = 128;
  private static final int MOST_ROWS = 2048;

  private final Preparation preparation;

  /** A packer for one preparation. */
  public BatchPacker(Preparation preparation) {
    this.preparation = preparation;
  }

  /** Samples in a full block: a power of two that depends on the number of features alone. */
  static int rows(int features) {
    int fitting = Integer.highestOneBit(Math.max(1, BLOCK_VALUES / features));
    return Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, fitting));
  }

  @Override
  public Iterator<Batch> call(Iterator<Sample> samples) {
    Map<String, Integer> classes = new HashMap<>();
    for (String name : preparation.classNames()) {
      classes.put(name, classes.size());
    }
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return samples.hasNext();
      }

      @Override
      public Batch next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return pack(samples, classes);
      }
    };
  }

  private Batch pack(Iterator<Sample> samples, Map<String, Integer> classes) {
    int most = rows(preparation.features());
    Vector[] features = new Vector[most];
    int[] labels = new int[most];
    int size = 0;
    while (size < most && samples.hasNext()) {
      Sample sample = samples.next();
      features[size] = sample.features();
      labels[size] = classOf(sample.label(), classes);
      size++;
    }
    return new Batch(matrix(features, size), Arrays.copyOf(labels, size));
  }

  private int classOf(String label, Map<String, Integer> classes) {
    Integer known = label == null ? Integer.valueOf(Batch.UNLABELLED) : classes.get(label);
    if (known == null) {
      throw new DataException(
          "a row has the label '%s', which is none of the classes %s"
              .formatted(label, preparation.classNames()));
    }
    return known;
  }

  private DoubleMatrix matrix(Vector[] features, int size) {
    double[] block = new double[Math.multiplyExact(size, preparation.features())];
    for (int sample = 0; sample < size; sample++) {
      double[] row = features[sample].toArray();
      for (int j = 0; j < row.length; j++) {
        block[j * size + sample] = preparation.prepare(row[j]);
      }
    }
    return DoubleMatrix.columnMajor(block, 0, size, preparation.features());
  }
}
