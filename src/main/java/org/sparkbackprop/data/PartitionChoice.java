package org.sparkbackprop.data;

import java.util.Locale;

/**
 * The number of partitions of the data, and why. The automatic choice depends on the data and the
 * network alone, never on cores or executors, because results depend on it in their last bits. It
 * is a power of two, which divides evenly among the usual numbers of cores.
 *
 * @param number at least 1
 * @param reason for the user, printed after the number
 */
public record PartitionChoice(int number, String reason) {

  /** The most numbers in a partition: 128 MB as doubles, 16 MB as bytes. */
  private static final long MAX_NUMBERS = 1 << 24;

  /** Operations per epoch that are worth a partition: about a tenth of a second on a core. */
  private static final double OPERATIONS = 0x1.0p32;

  /**
   * Fewer samples are not worth a partition, whatever the network: each partition sends a gradient
   * as large as the parameters to the driver.
   */
  private static final long FEWEST_SAMPLES = 10_000;

  /** The number that a user gave. */
  static PartitionChoice given(int number) {
    return new PartitionChoice(number, "as configured");
  }

  /**
   * By the size of the data and the amount of work.
   *
   * @param numbers stored of all samples
   * @param operationsPerSample per epoch
   */
  static PartitionChoice automatic(long samples, long numbers, long operationsPerSample) {
    double operations = (double) samples * operationsPerSample;
    long byMemory = powerOfTwoFrom((numbers + MAX_NUMBERS - 1) / MAX_NUMBERS);
    long byWork =
        Long.highestOneBit(Math.min((long) (operations / OPERATIONS), samples / FEWEST_SAMPLES));
    String size =
        String.format(Locale.ROOT, "%,d numbers, %.3g GFLOP an epoch", numbers, operations * 1e-9);
    if (byWork > byMemory) {
      return new PartitionChoice(Math.toIntExact(byWork), "by the work: " + size);
    }
    if (byMemory > 1) {
      return new PartitionChoice(Math.toIntExact(byMemory), "by the size of the data: " + size);
    }
    return new PartitionChoice(1, "as there is little to do: " + size);
  }

  /** The smallest power of two that is not less than the number. */
  private static long powerOfTwoFrom(long number) {
    long below = Long.highestOneBit(number);
    return below == number ? number : 2 * below;
  }
}
