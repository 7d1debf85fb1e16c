package org.sparkbackprop.settings;

import java.util.OptionalInt;
import java.util.function.Function;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.network.Network;

/**
 * How samples are packed into memory for training.
 *
 * @param partitions number of partitions; by the size of data and work if absent
 * @param placement which samples share a partition
 * @param precision of features that are not bytes
 * @param storage where Spark keeps them
 * @param classWeights how much the samples of each class count in training
 * @param network to be trained on rows of a preparation
 */
public record PackingSettings(
    OptionalInt partitions,
    Placement placement,
    Precision precision,
    RowStorage storage,
    ClassWeights classWeights,
    Function<Preparation, Network> network) {

  /** Which samples share a partition, and how a block stores them. */
  public enum Placement {
    /** Neighbours, column by column: for whole blocks. */
    IN_ORDER,
    /** By a hash of their position, row by row: for mini-batches. */
    BY_HASH
  }
}
