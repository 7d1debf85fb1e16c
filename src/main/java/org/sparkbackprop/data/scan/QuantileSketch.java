package org.sparkbackprop.data.scan;

import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.TreeSet;

/**
 * Quantiles of numbers other than 0 that arrive in any order, in a bounded number of bins.
 *
 * <p>Doubles ascend with their bits read as integers (those of negative numbers inverted). A bin
 * holds the numbers that agree in all but the last <i>s</i> of these bits: at first <i>s</i> = 0,
 * and each bin is one number. Whenever there are too many bins, <i>s</i> grows, by as little as
 * helps, which joins neighbours. As fewer numbers never need wider bins, <i>s</i> and the counts in
 * the end depend on the numbers alone, not on their order or on how they were split and merged. The
 * bins adapt to where the numbers are, so that neither an outlier nor a distance from 0 coarsens
 * them much. (This is the uniform collapse of UDDSketch, Epicoco et al. 2020, over the bits instead
 * of the logarithm.)
 *
 * <p>Each bin knows its count, its least and its greatest number, between which the others are
 * taken to be evenly spaced: exact where a bin has at most two different numbers at its ends, and
 * so for all numbers that have no more different values than there may be bins.
 */
final class QuantileSketch implements Serializable {

  private static final long serialVersionUID = 1;

  /** The most bins: more make no quantile of a sample noticeably better. */
  private static final int MAX_BINS = 1024;

  /** Bins of all numbers of a row together, if that leaves some for each. */
  private static final int ALL_BINS = 1 << 20;

  private static final int MIN_BINS = 32;

  private static final int FIRST_ROOM = 4;

  /** Spreads keys over a table: 2⁶⁴ divided by the golden ratio. */
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private final int maxBins;

  /** The last bits that the numbers of a bin do not share. */
  private int shift;

  private int bins;

  /** The numbers in each bin; 0 where a slot is empty. A hash table, unless it is packed. */
  private long[] counts = new long[FIRST_ROOM];

  /** The least number of each bin. */
  private double[] least = new double[FIRST_ROOM];

  /** The greatest number of each bin; null while each bin is one number. */
  private double[] greatest;

  /**
   * A sketch of no numbers yet.
   *
   * @param maxBins at least 2
   */
  QuantileSketch(int maxBins) {
    this.maxBins = maxBins;
  }

  /** The bins that each number of a row may have. */
  static int maxBins(int numbersOfRow) {
    return Math.max(MIN_BINS, Math.min(MAX_BINS, ALL_BINS / Math.max(1, numbersOfRow)));
  }

  /** Adds a finite number other than 0; not after {@link #pack}. */
  void add(double x) {
    add(x, x, 1);
  }

  /** An integer for each number, in the same order. */
  private static long ordered(double x) {
    long bits = Double.doubleToRawLongBits(x);
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }

  /** Adds a bin that is not wider than these. */
  private void add(double min, double max, long count) {
    int slot = slot(ordered(min) >> shift);
    if (counts[slot] == 0) {
      bins++;
      least[slot] = min;
      if (greatest != null) {
        greatest[slot] = max;
      }
    } else if (greatest != null) {
      least[slot] = Math.min(least[slot], min);
      greatest[slot] = Math.max(greatest[slot], max);
    }
    counts[slot] += count;
    if (bins > maxBins) {
      rebuild(counts.length, shift + bitsToDrop());
    } else if (2 * bins > counts.length) {
      rebuild(2 * counts.length, shift);
    }
  }

  /** Where the bin of a key is, or may be put. */
  private int slot(long key) {
    int mask = counts.length - 1;
    int slot = (int) (((key ^ (key >>> 32)) * GOLDEN) >>> Long.numberOfLeadingZeros(mask));
    while (counts[slot] != 0 && ordered(least[slot]) >> shift != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** The least number of last bits without which there are few enough different keys. */
  private int bitsToDrop() {
    long[] sorted = sortedKeys();
    int[] neighboursByDifference = new int[Long.SIZE + 1];
    for (int i = 1; i < sorted.length; i++) {
      long difference = sorted[i] ^ sorted[i - 1];
      neighboursByDifference[Long.SIZE - Long.numberOfLeadingZeros(difference)]++;
    }
    int bits = 0;
    for (int left = sorted.length; left > maxBins; bits++) {
      left -= neighboursByDifference[bits + 1];
    }
    return bits;
  }

  private long[] sortedKeys() {
    long[] sorted = new long[bins];
    int at = 0;
    for (int slot = 0; slot < counts.length; slot++) {
      if (counts[slot] != 0) {
        sorted[at++] = ordered(least[slot]) >> shift;
      }
    }
    Arrays.sort(sorted);
    return sorted;
  }

  /** Makes a new table of the bins. */
  private void rebuild(int room, int newShift) {
    long[] oldCounts = counts;
    double[] oldLeast = least;
    double[] oldGreatest = greatest == null ? least : greatest;
    shift = newShift;
    bins = 0;
    counts = new long[room];
    least = new double[room];
    greatest = shift == 0 ? null : new double[room];
    addAll(oldCounts, oldLeast, oldGreatest);
  }

  private void addAll(long[] otherCounts, double[] otherLeast, double[] otherGreatest) {
    for (int slot = 0; slot < otherCounts.length; slot++) {
      if (otherCounts[slot] != 0) {
        add(otherLeast[slot], otherGreatest[slot], otherCounts[slot]);
      }
    }
  }

  /** Leaves out the empty slots until another is joined; fewer bytes are sent. */
  void pack() {
    Sorted sorted = sorted(0);
    counts = sorted.counts();
    greatest = shift == 0 ? null : sorted.greatest;
    least = sorted.least;
  }

  private void unpack() {
    if (counts.length == bins) {
      rebuild(Math.max(FIRST_ROOM, 2 * Integer.highestOneBit(2 * bins - 1)), shift);
    }
  }

  /** Adds the numbers of another sketch with as many bins at most. */
  void join(QuantileSketch other) {
    unpack();
    if (other.shift > shift) {
      rebuild(counts.length, other.shift);
    }
    addAll(other.counts, other.least, other.greatest == null ? other.least : other.greatest);
  }

  /**
   * The numbers in ascending order.
   *
   * @param zeros how many numbers are 0
   */
  Sorted sorted(long zeros) {
    unpack();
    long[] sorted = sortedKeys();
    int negative = Arrays.binarySearch(sorted, 0);
    negative = negative < 0 ? -negative - 1 : negative;
    int more = zeros > 0 ? 1 : 0;
    Sorted all =
        new Sorted(new double[bins + more], new double[bins + more], new long[bins + more]);
    long sum = 0;
    for (int i = 0; i < bins + more; i++) {
      if (more == 1 && i == negative) {
        sum += zeros; // the least and the greatest of them is 0
      } else {
        int slot = slot(sorted[i > negative ? i - more : i]);
        all.least[i] = least[slot];
        all.greatest[i] = greatest == null ? least[slot] : greatest[slot];
        sum += counts[slot];
      }
      all.until[i] = sum;
    }
    return all;
  }

  /** The magnitudes of the numbers, ascending. */
  Sorted magnitudes() {
    QuantileSketch all = new QuantileSketch(maxBins);
    all.rebuild(FIRST_ROOM, shift);
    for (int slot = 0; slot < counts.length; slot++) {
      if (counts[slot] != 0) {
        double one = Math.abs(least[slot]);
        double other = greatest == null ? one : Math.abs(greatest[slot]);
        // the bits of −x are those of x inverted, and so the bins of both are the same
        all.add(Math.min(one, other), Math.max(one, other), counts[slot]);
      }
    }
    return all.sorted(0);
  }

  /**
   * Bins in ascending order.
   *
   * @param until how many numbers there are up to the end of each bin
   */
  record Sorted(double[] least, double[] greatest, long[] until) {

    /**
     * A quantile, interpolated linearly between neighbours, as NumPy does unless told otherwise.
     *
     * @param share from 0 for the least to 1 for the greatest
     * @throws IllegalStateException if there are no numbers
     */
    double quantile(double share) {
      if (until.length == 0) {
        throw new IllegalStateException("no numbers have no quantiles");
      }
      double place = place(share);
      long before = (long) place;
      double lower = at(before);
      double part = place - before;
      return part == 0 ? lower : between(lower, at(before + 1), part);
    }

    /**
     * The distance of two quantiles; 0 if they are in one bin, as bins are so narrow that it then
     * is a number that occurs again and again.
     */
    double distance(double lowerShare, double upperShare) {
      long from = (long) place(lowerShare);
      long to = (long) Math.ceil(place(upperShare));
      return bin(from) == bin(to) ? 0 : quantile(upperShare) - quantile(lowerShare);
    }

    /**
     * The edges of bins with about as many numbers each. A number more frequent than that has an
     * edge of its own, and the others share the remaining bins: otherwise, a column that is almost
     * always 0 would have no bin.
     *
     * @param bins at least 1
     * @return ascending, without equal ones; a single one if all numbers are the same
     * @throws IllegalStateException if there are no numbers
     */
    double[] edges(int bins) {
      TreeSet<Double> edges = new TreeSet<>(List.of(quantile(0), quantile(1)));
      Sorted rest = this;
      int left = bins;
      for (BitSet frequent = rest.moreFrequentThan(left);
          !frequent.isEmpty();
          frequent = rest.moreFrequentThan(left)) {
        left -= frequent.cardinality();
        Arrays.stream(rest.only(frequent).least).forEach(edges::add);
        frequent.flip(0, rest.until.length);
        rest = rest.only(frequent);
      }
      for (int t = 0; t <= left && rest.until.length > 0; t++) {
        edges.add(rest.quantile((double) t / left));
      }
      return edges.stream().mapToDouble(edge -> edge + 0.0).distinct().toArray(); // −0 is 0
    }

    /** The bins, so narrow that each is a number, with more than their share of a few. */
    private BitSet moreFrequentThan(int shares) {
      BitSet frequent = new BitSet();
      long[] counts = counts();
      for (int bin = 0; bin < counts.length; bin++) {
        frequent.set(bin, counts[bin] * (double) shares > until[until.length - 1]);
      }
      return frequent;
    }

    private Sorted only(BitSet some) {
      int[] places = some.stream().toArray();
      long[] counts = counts();
      long[] kept = Arrays.stream(places).mapToLong(bin -> counts[bin]).toArray();
      Arrays.parallelPrefix(kept, Long::sum);
      return new Sorted(
          Arrays.stream(places).mapToDouble(bin -> least[bin]).toArray(),
          Arrays.stream(places).mapToDouble(bin -> greatest[bin]).toArray(),
          kept);
    }

    private double place(double share) {
      return share * (until[until.length - 1] - 1);
    }

    /** The bin of the number at a place of all in ascending order, from 0. */
    private int bin(long place) {
      int bin = Arrays.binarySearch(until, place);
      return bin < 0 ? -bin - 1 : bin + 1;
    }

    private double at(long place) {
      int bin = bin(place);
      long first = bin == 0 ? 0 : until[bin - 1];
      long last = until[bin] - first - 1;
      return last == 0
          ? least[bin]
          : between(least[bin], greatest[bin], (double) (place - first) / last);
    }

    private long[] counts() {
      long[] counts = until.clone();
      for (int i = counts.length - 1; i > 0; i--) {
        counts[i] -= counts[i - 1];
      }
      return counts;
    }

    private static double between(double lower, double upper, double part) {
      if (part == 0 || lower == upper) {
        return lower;
      }
      double between = lower + part * (upper - lower);
      return Double.isInfinite(between)
          ? (1 - part) * lower + part * upper // of numbers too far apart
          : Math.min(upper, between);
    }
  }
}
