package org.sparkbackprop.spark;

import java.util.concurrent.ConcurrentLinkedQueue;
import org.sparkbackprop.network.Backpropagation;

/**
 * The buffers of the tasks of this JVM, which outlive a task: the next epoch's task finds them
 * warm, and nothing is allocated again. There are as many as tasks and their threads ran at once,
 * of one computation: the next one lets them go, and so does the end of a training in its own JVM.
 */
final class Workspaces {

  private static final ConcurrentLinkedQueue<Backpropagation> FREE = new ConcurrentLinkedQueue<>();

  private Workspaces() {}

  /** Buffers for a computation, to be given back; those of another computation are let go. */
  static Backpropagation take(Computation computation) {
    computation.kernels();
    for (Backpropagation free = FREE.poll(); free != null; free = FREE.poll()) {
      if (suits(free, computation)) {
        return free;
      }
    }
    return new Backpropagation(computation.network(), computation.precision());
  }

  /** Lets go of the buffers for a computation that no task of this JVM uses. */
  static void release(Computation computation) {
    FREE.removeIf(free -> suits(free, computation));
  }

  private static boolean suits(Backpropagation free, Computation computation) {
    return free.precision() == computation.precision()
        && free.network().equals(computation.network());
  }

  static void giveBack(Backpropagation backpropagation) {
    FREE.add(backpropagation);
  }
}
