package org.sparkbackprop.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The process that holds a lease, so that another one on the same machine sees immediately when it
 * has ended. Known on Linux only; elsewhere a lease must expire.
 *
 * @param machine the boot id and PID namespace; empty if unknown
 * @param number of the process
 * @param start of the process, in ticks since the system started
 */
record ProcessIdentity(String machine, long number, String start) {

  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path NUMBERS = Path.of("/proc/self/ns/pid");

  /** Index among the fields after the program's name in /proc/…/stat; proc(5) counts from 1. */
  private static final int STATE = 3 - 3;

  private static final int START = 22 - 3;

  /** This process. */
  static ProcessIdentity own() {
    long number = ProcessHandle.current().pid();
    try {
      String machine =
          Files.readString(BOOT).strip() + " " + Files.readSymbolicLink(NUMBERS).getFileName();
      return stat(number)
          .map(fields -> new ProcessIdentity(machine, number, fields[START]))
          .orElse(new ProcessIdentity("", number, ""));
    } catch (IOException | UnsupportedOperationException notLinux) {
      return new ProcessIdentity("", number, "");
    }
  }

  /** Whether this process has certainly ended, as seen by one on the same machine. */
  boolean isGone(ProcessIdentity asking) {
    if (machine.isEmpty() || !machine.equals(asking.machine)) {
      return false;
    }
    return stat(number)
        .map(fields -> !fields[START].equals(start) || fields[STATE].equals("Z"))
        .orElse(true);
  }

  private static Optional<String[]> stat(long number) {
    try {
      String line = Files.readString(Path.of("/proc", Long.toString(number), "stat"));
      return Optional.of(line.substring(line.lastIndexOf(')') + 2).split(" ", -1));
    } catch (IOException ended) {
      return Optional.empty();
    }
  }

  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("machine", machine);
    fields.put("number", number);
    fields.put("start", start);
    return fields;
  }

  static ProcessIdentity of(Map<?, ?> fields) {
    return new ProcessIdentity(
        (String) fields.get("machine"),
        ((Number) fields.get("number")).longValue(),
        (String) fields.get("start"));
  }
}
