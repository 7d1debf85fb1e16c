package org.sparkbackprop.training.loop;

import java.util.Map;

/**
 * What a training loop remembers beside the state of the network: the time that went by, and what
 * its rules have seen. A value: nobody modifies its arrays.
 *
 * @param vectors numbers by name; none of them before the first epoch
 */
public record LoopMemory(Map<String, double[]> vectors) {

  static final String SECONDS = "seconds";

  /** Nothing has happened yet. */
  public static final LoopMemory NONE = new LoopMemory(Map.of());

  /** Keeps the names, and the arrays as they are. */
  public LoopMemory {
    vectors = Map.copyOf(vectors);
  }

  /** How long training took so far. */
  public double seconds() {
    return number(SECONDS, 0);
  }

  /** A single number, or another if there is none of that name. */
  double number(String name, double otherwise) {
    double[] vector = vectors.get(name);
    return vector == null || vector.length != 1 ? otherwise : vector[0];
  }
}
