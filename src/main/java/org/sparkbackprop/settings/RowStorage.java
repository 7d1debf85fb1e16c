package org.sparkbackprop.settings;

/** Where Spark keeps the rows of a training; named like Spark's storage levels. */
public enum RowStorage {
  /** What does not fit into memory goes to local disks. */
  MEMORY_AND_DISK("memory-and-disk"),
  /** What does not fit into memory is computed again in every epoch. */
  MEMORY_ONLY("memory"),
  /** Nothing is kept in memory. */
  DISK_ONLY("disk");

  private final String configurationName;

  RowStorage(String configurationName) {
    this.configurationName = configurationName;
  }

  /** As a configuration names it. */
  public String configurationName() {
    return configurationName;
  }
}
