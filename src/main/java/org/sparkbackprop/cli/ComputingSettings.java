package org.sparkbackprop.cli;

import org.sparkbackprop.settings.MixedKernels;
import java.util.List;
import java.util.OptionalInt;
import org.sparkbackprop.settings.RowStorage;
import org.sparkbackprop.linalg.blas.BlasPreference;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.spark.KernelWatch;

/**
 * What training is computed in and with.
 *
 * @param partitions how many; by the size of the data if absent
 * @param storage where Spark keeps the packed rows
 * @param precision of what is computed sample by sample
 * @param blas which BLAS is wanted
 * @param mixedKernels what becomes of a run whose tasks compute with several kernels
 */
record ComputingSettings(
    OptionalInt partitions,
    RowStorage storage,
    Precision precision,
    BlasPreference blas,
    MixedKernels mixedKernels) {

  private static final int MOST_PARTITIONS = 1_000_000;

  /** Reads the keys. */
  static ComputingSettings of(SettingsReader reader) {
    String precision = reader.choice("training.precision", List.of("double", "float"));
    String mixture = reader.choice("training.mixed-blas", List.of("refuse", "allow"));
    return new ComputingSettings(
        reader.automaticOrInt("training.partitions", 1, MOST_PARTITIONS),
        storage(reader),
        precision.equals("float") ? Precision.FLOAT : Precision.DOUBLE,
        blas(reader, "training.blas"),
        mixture.equals("allow") ? MixedKernels.ALLOWED : MixedKernels.REFUSED);
  }

  private static RowStorage storage(SettingsReader reader) {
    return switch (reader.choice(
        "training.storage", List.of("memory-and-disk", "memory", "disk"))) {
      case "memory" -> RowStorage.MEMORY_ONLY;
      case "disk" -> RowStorage.DISK_ONLY;
      default -> RowStorage.MEMORY_AND_DISK;
    };
  }

  /** The BLAS that a key names. */
  static BlasPreference blas(SettingsReader reader, String key) {
    return BlasPreference.named(reader.choice(key, BlasPreference.names()));
  }
}
