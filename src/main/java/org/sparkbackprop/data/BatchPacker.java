package org.sparkbackprop.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.ml.linalg.Vector;
import org.sparkbackprop.linalg.Block;
import org.sparkbackprop.linalg.ByteBlock;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.FloatMatrix;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.network.Batch;

/** Packs the samples of a partition into blocks, prepared as the network wants them. */
public final class BatchPacker implements FlatMapFunction<Iterator<Sample>, Batch> {

  private static final long serialVersionUID = 1;

  /** A block has about so many numbers: 3 MB as doubles, which third-level caches hold. */
  private static final int BLOCK_VALUES = 3 << 17;

  /** Rows come in multiples of this, which is also the least. */
  private static final int ROWS = 128;

  private static final int MOST_ROWS = 2048;

  private final Preparation preparation;
  private final SampleSource.Features features;
  private final Precision precision;
  private final double[] classWeights;

  /**
   * A packer for one preparation.
   *
   * @param features bytes are kept as bytes
   * @param precision in which all other features are kept
   */
  BatchPacker(Preparation preparation, SampleSource.Features features, Precision precision) {
    this(preparation, features, precision, new double[0]);
  }

  private BatchPacker(
      Preparation preparation,
      SampleSource.Features features,
      Precision precision,
      double[] classWeights) {
    this.preparation = preparation;
    this.features = features;
    this.precision = precision;
    this.classWeights = classWeights;
  }

  /**
   * The same packer of samples that count as their classes do.
   *
   * @param weights as of {@link ClassWeights}
   */
  BatchPacker with(double[] weights) {
    return new BatchPacker(preparation, features, precision, weights);
  }

  /** Samples in a full block, which depend on the number of features alone. */
  static int rows(int features) {
    int fitting = BLOCK_VALUES / features / ROWS * ROWS;
    return Math.max(ROWS, Math.min(MOST_ROWS, fitting));
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
    Vector[] rows = new Vector[most];
    int[] labels = new int[most];
    double[] weights = new double[most];
    boolean weighted = false;
    int size = 0;
    while (size < most && samples.hasNext()) {
      Sample sample = samples.next();
      rows[size] = sample.features();
      labels[size] = classOf(sample.label(), classes);
      weights[size] = weight(sample, labels[size]);
      weighted |= weights[size] != 1;
      size++;
    }
    // weights that are all 1 are none: the same rows then give the same bits with them and without
    return new Batch(
        block(rows, size),
        Arrays.copyOf(labels, size),
        Arrays.copyOf(weights, weighted ? size : 0));
  }

  private double weight(Sample sample, int label) {
    if (classWeights.length == 0) {
      return sample.weight();
    }
    double weight = sample.weight() * classWeights[label];
    if (Double.isInfinite(weight)) {
      throw new DataException(
          "the weight %s of a row times %s, the weight of its class, is more than a number can be"
              .formatted(sample.weight(), classWeights[label]));
    }
    return weight;
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

  private Block block(Vector[] rows, int size) {
    if (features == SampleSource.Features.BYTES) {
      return bytes(rows, size);
    }
    return precision == Precision.FLOAT ? floats(rows, size) : doubles(rows, size);
  }

  private Block bytes(Vector[] rows, int size) {
    byte[] block = new byte[Math.multiplyExact(size, preparation.features())];
    for (int sample = 0; sample < size; sample++) {
      double[] row = rows[sample].toArray();
      for (int j = 0; j < row.length; j++) {
        block[j * size + sample] = (byte) (int) row[j];
      }
    }
    return new ByteBlock(block, size, preparation.features(), preparation.divisor());
  }

  private Block floats(Vector[] rows, int size) {
    float[] block = new float[Math.multiplyExact(size, preparation.features())];
    for (int sample = 0; sample < size; sample++) {
      double[] row = rows[sample].toArray();
      for (int j = 0; j < row.length; j++) {
        block[j * size + sample] = (float) preparation.prepare(row[j]);
      }
    }
    return FloatMatrix.columnMajor(block, 0, size, preparation.features());
  }

  private Block doubles(Vector[] rows, int size) {
    double[] block = new double[Math.multiplyExact(size, preparation.features())];
    for (int sample = 0; sample < size; sample++) {
      double[] row = rows[sample].toArray();
      for (int j = 0; j < row.length; j++) {
        block[j * size + sample] = preparation.prepare(row[j]);
      }
    }
    return DoubleMatrix.columnMajor(block, 0, size, preparation.features());
  }
}
