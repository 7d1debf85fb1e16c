package org.sparkbackprop.data;

import java.util.List;
import java.util.NavigableMap;
import org.apache.spark.api.java.JavaRDD;

/** Rows of one input. What it says and in which order it reads depends on the data alone. */
public interface SampleSource {

  /** Names of the features, in the order of each sample's. */
  List<String> featureNames();

  /** Number of samples, at least 1. */
  long samples();

  /** What the features are, and so how compactly they can be kept. */
  default Features features() {
    return Features.NUMBERS;
  }

  /** Kinds of features. */
  enum Features {
    /** Any numbers. */
    NUMBERS,
    /** Whole numbers from 0 to 255. */
    BYTES
  }

  /** How many samples there are of each label; empty if the rows have none. */
  NavigableMap<String, Long> labelCounts();

  /**
   * The samples in their order, spread evenly: partition p of P has those from ⌊p n / P⌋ on.
   *
   * @param partitions P, at least 1
   */
  JavaRDD<Sample> read(int partitions);
}
