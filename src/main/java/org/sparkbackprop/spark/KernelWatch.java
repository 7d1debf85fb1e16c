package org.sparkbackprop.spark;

import java.util.SortedSet;
import java.util.TreeSet;
import org.sparkbackprop.error.BackpropException;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.settings.MixedKernels;

/**
 * Checks that all tasks of a run compute with the same kernels: others differ in last bits, and the
 * result would depend on which executor did what.
 */
public final class KernelWatch {

  /** The tasks of a run computed with several kernels, which differ in last bits. */
  public static final class MixedKernelsException extends BackpropException {

    private static final long serialVersionUID = 1;

    private MixedKernelsException(SortedSet<String> kernels) {
      super(
          ExitCode.CLUSTER_UNAVAILABLE,
          ("the run is computed with different BLAS kernels, on executors that differ or, after it"
                  + " was resumed, on another machine than before; their results differ in last"
                  + " bits: %s; use machines of one kind, start again with blas = java, or allow it"
                  + " by training.mixed-blas = allow")
              .formatted(String.join(" | ", kernels)),
          null);
    }
  }

  private final MixedKernels mixedKernels;
  private final TreeSet<String> seen = new TreeSet<>();

  /** A watch over one run. */
  public KernelWatch(MixedKernels mixedKernels) {
    this(mixedKernels, new TreeSet<>());
  }

  /**
   * A watch over one run.
   *
   * @param earlier the kernels that it computed with before it was interrupted
   */
  public KernelWatch(MixedKernels mixedKernels, SortedSet<String> earlier) {
    this.mixedKernels = mixedKernels;
    seen.addAll(earlier);
  }

  /**
   * Takes note of the kernels of tasks.
   *
   * @throws MixedKernelsException if there are now several and that is not allowed
   */
  void saw(SortedSet<String> kernels) {
    if (seen.addAll(kernels) && seen.size() > 1 && mixedKernels == MixedKernels.REFUSED) {
      throw new MixedKernelsException(seen);
    }
  }

  /** All kernels so far. */
  public SortedSet<String> seen() {
    return new TreeSet<>(seen);
  }
}
