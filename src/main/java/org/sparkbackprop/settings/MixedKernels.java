package org.sparkbackprop.settings;

/** What becomes of a run whose tasks computed with several kernels, which differ in last bits. */
public enum MixedKernels {
  /** It ends. */
  REFUSED,
  /** It goes on. */
  ALLOWED
}
