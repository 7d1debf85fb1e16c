package org.sparkbackprop.metrics.classification;

import org.sparkbackprop.linalg.math.CounterRandom;

/**
 * Binomial random numbers, exactly distributed whatever the number of trials, in bounded time.
 *
 * <p>Where few successes are expected, by inversion of the distribution function; else by W.
 * Hörmann's transformed rejection BTRS (Journal of Statistical Computation and Simulation 46,
 * 1993).
 */
final class BinomialRandom {

  private static final double MIN_EXPECTED_FOR_REJECTION = 10;

  private final CounterRandom random;
  private long position;

  BinomialRandom(long seed, long stream) {
    random = new CounterRandom(seed, stream);
  }

  private double uniform() {
    return random.uniform(position++);
  }

  /** The number of successes of independent trials, each of this probability. */
  long draw(long trials, double probability) {
    if (probability > 0.5) {
      return trials - draw(trials, 1 - probability);
    }
    if (trials == 0 || probability <= 0) {
      return 0;
    }
    return trials * probability < MIN_EXPECTED_FOR_REJECTION
        ? byInversion(trials, probability)
        : byRejection(trials, probability);
  }

  private long byInversion(long trials, double probability) {
    double odds = probability / (1 - probability);
    double term = StrictMath.exp((double) trials * StrictMath.log1p(-probability));
    double rest = uniform();
    long count = 0;
    while (rest > term && count < trials) {
      rest -= term;
      term *= odds * (trials - count) / (count + 1);
      count++;
    }
    return count;
  }

  private long byRejection(long trials, double probability) {
    double deviation = StrictMath.sqrt(trials * probability * (1 - probability));
    double b = 1.15 + 2.53 * deviation;
    double a = -0.0873 + 0.0248 * b + 0.01 * probability;
    double center = trials * probability + 0.5;
    double alpha = (2.83 + 5.1 / b) * deviation;
    double inner = 0.92 - 4.2 / b;
    while (true) {
      double u = uniform() - 0.5;
      double v = uniform();
      double distance = 0.5 - Math.abs(u);
      double count = Math.floor((2 * a / distance + b) * u + center);
      if (distance >= 0.07 && v <= inner) {
        return (long) count;
      }
      if (count >= 0 && count <= trials) {
        double height = StrictMath.log(v * alpha / (a / (distance * distance) + b));
        if (height <= logRelativeToMode(count, (double) trials, probability)) {
          return (long) count;
        }
      }
    }
  }

  /** log of P(count) / P(the most probable count). */
  static double logRelativeToMode(double count, double trials, double probability) {
    double odds = probability / (1 - probability);
    double mode = Math.floor((trials + 1) * probability);
    double failures = trials - mode + 1;
    return (mode + 0.5) * StrictMath.log((mode + 1) / (odds * failures))
        + (trials + 1) * StrictMath.log(failures / (trials - count + 1))
        + (count + 0.5) * StrictMath.log(odds * (trials - count + 1) / (count + 1))
        + stirlingRest(mode)
        + stirlingRest(trials - mode)
        - stirlingRest(count)
        - stirlingRest(trials - count);
  }

  /** log k! − log(√2π) − (k + ½) log(k + 1) + (k + 1): what Stirling's formula leaves. */
  private static double stirlingRest(double k) {
    double next = k + 1;
    if (k > 9) {
      double square = next * next;
      return (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 / square) / square) / next;
    }
    double factorial = 1;
    for (int i = 2; i <= k; i++) {
      factorial *= i;
    }
    return StrictMath.log(factorial)
        - 0.5 * StrictMath.log(2 * Math.PI)
        - (k + 0.5) * StrictMath.log(next)
        + next;
  }
}
