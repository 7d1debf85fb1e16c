package org.sparkbackprop.spark;

import java.util.concurrent.ConcurrentLinkedQueue;
import org.sparkbackprop.network.Backpropagation;

/**
 * The buffers of the tasks of this JVM, which outlive a task: the next epoch's task finds them
 * warm, and nothing is allocated again. There are as many as tasks and their threads ran at once.
 */
final class Workspaces {

  private static final ConcurrentLinkedQueue<Backpropagation> FREE = new ConcurrentLinkedQueue<>();

  private Workspaces() {}

  /** Buffers for a computation, to be given back; those of another computation are let go. */
  static Backpropagation take(Computation computation) {
    computation.kernels();
    for (Backpropagation free = FREE.poll(); free != null; free = FREE.poll()) {
      if (free.precision() == computation.precision()
          && free.network().equals(computation.network())) {
        return free;
      }
    }
    return new Backpropagation(computation.network(), computation.precision());
  }

  static void giveBack(Backpropagation backpropagation) {
    FREE.add(backpropagation);
  }
}
