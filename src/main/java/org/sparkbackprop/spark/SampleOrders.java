package org.sparkbackprop.spark;

import java.util.LinkedHashMap;
import java.util.Map;
import org.sparkbackprop.training.localsgd.PartitionSamples;

/**
 * The orders of the samples of this JVM's partitions in the latest epochs. Every step of an epoch
 * is a job that needs the same order.
 */
final class SampleOrders {

  /** Four bytes a sample each. */
  private static final int KEPT = 64;

  private record Key(long seed, long epoch, int partition, int samples) {}

  private static final Map<Key, int[]> LATEST =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, int[]> eldest) {
          return size() > KEPT;
        }
      };

  private SampleOrders() {}

  /** The order of a partition's samples in an epoch; shared, not to be modified. */
  static int[] of(long seed, long epoch, int partition, PartitionSamples samples) {
    Key key = new Key(seed, epoch, partition, samples.size());
    synchronized (LATEST) {
      int[] known = LATEST.get(key);
      if (known != null) {
        return known;
      }
    }
    int[] order = samples.shuffled(seed, epoch, partition);
    synchronized (LATEST) {
      LATEST.put(key, order);
    }
    return order;
  }
}
