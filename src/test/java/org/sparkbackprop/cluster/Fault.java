package org.sparkbackprop.cluster;

/** What goes wrong once in a run, inside a task. */
enum Fault {
  /** The task fails with an exception. */
  EXCEPTION,
  /** The executor's JVM ends. */
  EXIT,
  /** The task takes longer than any test waits. */
  STRAGGLER
}
