package org.sparkbackprop.settings;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.sparkbackprop.linalg.math.CounterRandom;

/**
 * Gaussian clouds to generate.
 *
 * @param samples of each cloud, at least 1
 * @param centers one point per cloud, all of the same dimension
 * @param deviation standard deviation in every direction, positive
 * @param seed of the samples
 */
public record CloudSettings(long samples, List<List<Double>> centers, double deviation, long seed)
    implements Serializable {

  private static final long STREAM = 0x63656e74657273L; // "centers"

  /** Copies the centres. */
  public CloudSettings {
    centers = List.copyOf(centers);
  }

  /** Number of features. */
  public int dimensions() {
    return centers.get(0).size();
  }

  /** Centres drawn by the seed from a cube of this half-width around the origin. */
  public static List<List<Double>> randomCenters(
      int clouds, int dimensions, double halfWidth, long seed) {
    CounterRandom random = new CounterRandom(seed, STREAM);
    List<List<Double>> centers = new ArrayList<>();
    for (int cloud = 0; cloud < clouds; cloud++) {
      List<Double> center = new ArrayList<>();
      for (int d = 0; d < dimensions; d++) {
        center.add(halfWidth * (2 * random.uniform((long) cloud * dimensions + d) - 1));
      }
      centers.add(List.copyOf(center));
    }
    return centers;
  }
}
