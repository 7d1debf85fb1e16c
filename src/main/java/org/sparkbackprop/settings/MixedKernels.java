package org.sparkbackprop.settings;

/** What happens to a run whose tasks computed with different kernels, which differ in last bits. */
public enum MixedKernels {
  /** It ends. */
  REFUSED,
  /** It continues. */
  ALLOWED
}
