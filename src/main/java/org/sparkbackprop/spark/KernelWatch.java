package org.sparkbackprop.spark;

import java.util.SortedSet;
import java.util.TreeSet;
import org.sparkbackprop.settings.MixedKernels;

/**
 * Sees that all tasks of a run compute with the same kernels: others differ in last bits, and the
 * result would depend on which executor did what.
 */
public final class KernelWatch {

  private final MixedKernels mixedKernels;
  private final TreeSet<String> seen = new TreeSet<>();

  /** A watch over one run. */
  public KernelWatch(MixedKernels mixedKernels) {
    this(mixedKernels, new TreeSet<>());
  }

  /**
   * A watch over one run.
   *
   * @param earlier what it computed with before it was interrupted, if it was
   */
  public KernelWatch(MixedKernels mixedKernels, SortedSet<String> earlier) {
    this.mixedKernels = mixedKernels;
    seen.addAll(earlier);
  }

  /**
   * Takes note of what tasks computed with.
   *
   * @throws MixedKernelsException if there are now several, and that is not allowed
   */
  void saw(SortedSet<String> kernels) {
    if (seen.addAll(kernels) && seen.size() > 1 && mixedKernels == MixedKernels.REFUSED) {
      throw new MixedKernelsException(seen);
    }
  }

  /** All that were seen so far. */
  public SortedSet<String> seen() {
    return new TreeSet<>(seen);
  }
}
