package org.sparkbackprop.spark;

import java.util.SortedSet;

/** The tasks of a run computed with several kernels, which differ in last bits. */
public final class MixedKernelsException extends RuntimeException {

  private static final long serialVersionUID = 1;

  MixedKernelsException(SortedSet<String> kernels) {
    super(
        ("the executors compute with different BLAS kernels, whose results differ in last bits: %s;"
                + " use machines of one kind, or blas = java, or allow it by"
                + " training.mixed-blas = allow")
            .formatted(String.join(" | ", kernels)));
  }
}
