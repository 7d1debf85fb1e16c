package org.sparkbackprop.cluster;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A master for which driver and executor are one JVM. */
public final class LocalMaster {

  /** Spark's words for a JVM that is driver and executor in one: local, local[4], local[*,3]. */
  private static final Pattern LOCAL =
      Pattern.compile("local(\\[(\\d{1,9}|\\*)(\\s*,\\s*\\d+)?])?");

  private LocalMaster() {}

  /** How many tasks a local master runs at the same time; 0 if the master is not local. */
  public static int cores(String master) {
    Matcher local = LOCAL.matcher(master);
    if (!local.matches()) {
      return 0;
    }
    String cores = local.group(2);
    if (cores == null) {
      return 1;
    }
    return cores.equals("*") ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(cores);
  }
}
