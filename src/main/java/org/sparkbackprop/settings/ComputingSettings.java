package org.sparkbackprop.settings;

import java.util.OptionalInt;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.linalg.blas.BlasPreference;

/**
 * What training is computed in and with.
 *
 * @param partitions how many; by the size of the data if absent
 * @param storage where Spark keeps the packed rows
 * @param precision of what is computed sample by sample
 * @param blas which BLAS is wanted
 * @param mixedKernels what becomes of a run whose tasks compute with several kernels
 */
public record ComputingSettings(
    OptionalInt partitions,
    RowStorage storage,
    Precision precision,
    BlasPreference blas,
    MixedKernels mixedKernels) {}
