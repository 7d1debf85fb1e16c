package org.sparkbackprop.training.loop;

import java.util.ArrayList;
import java.util.List;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Gradients;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.Summable;
import org.sparkbackprop.optim.Evaluation;
import org.sparkbackprop.optim.Objective;

/**
 * Cost, accuracy and gradient over batches in memory, summed as the distributed objective sums
 * them: batch by batch within a partition, then in a fixed tree over the partitions.
 */
public final class LocalObjective implements Objective {

  private final Backpropagation backpropagation;
  private final List<List<Batch>> partitions;

  /** The objective in double precision. */
  public LocalObjective(Network network, List<List<Batch>> partitions) {
    this(new Backpropagation(network, Precision.DOUBLE), partitions);
  }

  /** The objective over partitions of batches, at least one partition. */
  public LocalObjective(Backpropagation backpropagation, List<List<Batch>> partitions) {
    this.backpropagation = backpropagation;
    this.partitions = partitions;
  }

  @Override
  public Evaluation evaluate(double[] at) {
    List<Gradients> sums = new ArrayList<>(partitions.size());
    for (List<Batch> partition : partitions) {
      sums.add(backpropagation.gradients(at, partition.iterator()));
    }
    return evaluation(Summable.treeSum(sums));
  }

  /** What the sums over all samples say of the weights; the gradient is shared, not copied. */
  public static Evaluation evaluation(Gradients sums) {
    double accuracy = (double) sums.correct() / sums.samples();
    return new Evaluation(sums.cost(), accuracy, sums.values());
  }
}
