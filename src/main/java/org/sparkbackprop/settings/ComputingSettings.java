package org.sparkbackprop.settings;

import java.util.OptionalInt;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.linalg.blas.BlasPreference;

/**
 * How a training is computed.
 *
 * @param partitions number of partitions; by the size of the data if absent
 * @param storage where Spark keeps the packed rows
 * @param precision of the computations per sample
 * @param blas the preferred BLAS
 * @param mixedKernels what happens if tasks compute with different kernels
 */
public record ComputingSettings(
    OptionalInt partitions,
    RowStorage storage,
    Precision precision,
    BlasPreference blas,
    MixedKernels mixedKernels) {}
