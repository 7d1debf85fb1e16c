package org.sparkbackprop.spark;

import java.util.Iterator;
import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Gradients;

/** In every partition: forward and backpropagate its batches against the weights of the epoch. */
final class PartitionGradients extends PartitionFunction<Gradients> {

  private static final long serialVersionUID = 1;

  private final Computation computation;
  private final TaskWeights weights;

  PartitionGradients(Computation computation, TaskWeights weights) {
    this.computation = computation;
    this.weights = weights;
  }

  @Override
  Gradients of(int partition, Iterator<Batch> batches) {
    long begin = System.nanoTime();
    Backpropagation backpropagation = Workspaces.take(computation);
    Gradients sums = backpropagation.gradients(weights.value(), batches);
    Workspaces.giveBack(backpropagation);
    sums.computed(System.nanoTime() - begin);
    return sums;
  }
}
