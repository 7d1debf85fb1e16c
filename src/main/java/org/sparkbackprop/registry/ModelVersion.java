package org.sparkbackprop.registry;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sparkbackprop.model.ModelFormatException;

/**
 * What the manifest of a version says.
 *
 * @param name of the version
 * @param run the id of the run that made it
 * @param createdAt when its files were complete
 * @param verdict of the gate
 * @param base the version that was in service when it was made; absent for the first
 * @param details what else is told of it: its data, metrics, how training began, what the gate saw
 * @param files the SHA-256 of each of its files, in hexadecimal, by name
 */
public record ModelVersion(
    String name,
    String run,
    Instant createdAt,
    Verdict verdict,
    Optional<String> base,
    Map<String, Object> details,
    SortedMap<String, String> files) {

  /** What the gate said. */
  public enum Verdict {
    ACCEPTED,
    REJECTED
  }

  private static final int FORMAT = 1;

  /** A section of the details; empty if there is none. */
  public Map<?, ?> section(String key) {
    return details.get(key) instanceof Map<?, ?> section ? section : Map.of();
  }

  /** The fields of its manifest. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("format", FORMAT);
    fields.put("version", name);
    fields.put("run_id", run);
    fields.put("created_at", createdAt.toString());
    fields.put("verdict", verdict.name().toLowerCase(Locale.ROOT));
    fields.put("base", base.orElse(null));
    fields.putAll(details);
    fields.put("files", files);
    return fields;
  }

  /**
   * The version that a manifest speaks of.
   *
   * @param manifest its fields, which are used up
   * @param location of the file, for messages
   * @throws ModelFormatException if it is none
   */
  static ModelVersion of(Map<String, Object> manifest, String location) {
    try {
      if (!Integer.valueOf(FORMAT).equals(manifest.remove("format"))) {
        throw new ModelFormatException(
            location + " is not of format " + FORMAT + ", the only one that this version reads");
      }
      SortedMap<String, String> files = new TreeMap<>();
      ((Map<?, ?>) manifest.remove("files"))
          .forEach((file, sha) -> files.put((String) file, (String) sha));
      return new ModelVersion(
          (String) manifest.remove("version"),
          (String) manifest.remove("run_id"),
          Instant.parse((String) manifest.remove("created_at")),
          Verdict.valueOf(((String) manifest.remove("verdict")).toUpperCase(Locale.ROOT)),
          Optional.ofNullable((String) manifest.remove("base")),
          manifest,
          files);
    } catch (ClassCastException
        | NullPointerException
        | IllegalArgumentException
        | DateTimeParseException e) {
      throw new ModelFormatException(
          "%s is no manifest of a version (%s)".formatted(location, e.getMessage()));
    }
  }
}
