package org.sparkbackprop.spark;

import java.util.SortedSet;
import org.sparkbackprop.error.BackpropException;
import org.sparkbackprop.error.ExitCode;

/** The tasks of a run computed with several kernels, which differ in last bits. */
public final class MixedKernelsException extends BackpropException {

  private static final long serialVersionUID = 1;

  MixedKernelsException(SortedSet<String> kernels) {
    super(
        ExitCode.CLUSTER_UNAVAILABLE,
        ("the run is computed with different BLAS kernels, on executors that differ or, after"
                + " it was resumed, on another machine than before; their results differ in last bits:"
                + " %s; use machines of one kind, begin anew with blas = java, or allow it by"
                + " training.mixed-blas = allow")
            .formatted(String.join(" | ", kernels)),
        null);
  }
}
