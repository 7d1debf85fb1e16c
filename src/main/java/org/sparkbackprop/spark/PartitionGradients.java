package org.sparkbackprop.spark;

import java.io.Serializable;
import org.apache.spark.TaskContext;
import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Gradients;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction2;

/** In every partition: forward and backpropagate its batches against the weights of the epoch. */
final class PartitionGradients extends AbstractFunction2<TaskContext, Iterator<Batch>, Gradients>
    implements Serializable {

  private static final long serialVersionUID = 1;

  private final Computation computation;
  private final TaskWeights weights;

  PartitionGradients(Computation computation, TaskWeights weights) {
    this.computation = computation;
    this.weights = weights;
  }

  @Override
  public Gradients apply(TaskContext context, Iterator<Batch> batches) {
    Backpropagation backpropagation = Workspaces.take(computation);
    Gradients sums =
        backpropagation.gradients(weights.value(), CollectionConverters.asJava(batches));
    Workspaces.giveBack(backpropagation);
    return sums;
  }
}
