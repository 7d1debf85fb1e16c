package org.sparkbackprop.training.loop;

import java.io.Serializable;
import java.util.Map;

/**
 * The memory of a training loop beside the state of the network: the time spent, and what its rules
 * have seen. A value: nobody modifies its arrays.
 *
 * @param vectors numbers by name; none before the first epoch
 */
public record LoopMemory(Map<String, double[]> vectors) implements Serializable {

  static final String SECONDS = "seconds";

  /** Before the first epoch. */
  public static final LoopMemory NONE = new LoopMemory(Map.of());

  /** Keeps the names, and the arrays as they are. */
  public LoopMemory {
    vectors = Map.copyOf(vectors);
  }

  /** Seconds of training so far. */
  public double seconds() {
    return number(SECONDS, 0);
  }

  /** The single number of that name, or a default. */
  double number(String name, double otherwise) {
    double[] vector = vectors.get(name);
    return vector == null || vector.length != 1 ? otherwise : vector[0];
  }
}
