package org.sparkbackprop.linalg.math;

/**
 * Random numbers that are a pure function of (seed, stream, position), so that any task can draw
 * any of them, in any order and at every attempt.
 *
 * <p>The bits are SplitMix64's (Steele, Lea and Flood, OOPSLA 2014) at the state of the position;
 * normal deviates are Box and Muller's. Only {@code StrictMath} is used: the numbers are the same
 * on every machine.
 */
public final class CounterRandom {

  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
  private static final double TWO_TO_MINUS_53 = 0x1.0p-53;

  private final long key;

  /**
   * The random numbers of one stream.
   *
   * @param seed the seed of the run
   * @param stream distinguishes the uses of one seed
   */
  public CounterRandom(long seed, long stream) {
    this.key = mix(mix(seed + GOLDEN_GAMMA) + stream * GOLDEN_GAMMA);
  }

  /** 64 random bits. */
  public long bits(long position) {
    return mix(key + (position + 1) * GOLDEN_GAMMA);
  }

  /** Uniform in 0 ≤ u &lt; 1, in steps of 2⁻⁵³. */
  public double uniform(long position) {
    return (bits(position) >>> 11) * TWO_TO_MINUS_53;
  }

  /** Normal with mean 0 and variance 1. */
  public double normal(long position) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform(2 * position)));
    return radius * StrictMath.cos(2 * Math.PI * uniform(2 * position + 1));
  }

  /** A bijection of 64 bits in which every input bit reaches every output bit. */
  public static long mix(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
