package org.sparkbackprop.registry;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sparkbackprop.model.ModelFormatException;

/**
 * The manifest of a version.
 *
 * @param name of the version
 * @param run the id of the run that made it
 * @param createdAt when its files were complete
 * @param verdict of the gate
 * @param base the version in service at that time; absent for the first
 * @param details more about its data, metrics, start of training, and the gate's comparison
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

  /** The verdict of the gate. */
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
   * Reads a manifest.
   *
   * @param manifest its fields; those that are read are removed
   * @param location of the file, for messages
   * @throws ModelFormatException if it is not one
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
    } catch (ModelFormatException otherFormat) {
      throw otherFormat;
    } catch (RuntimeException e) { // of a cast, a null, a name or a time
      throw new ModelFormatException(
          "%s is not a manifest of a version (%s)".formatted(location, e.getMessage()));
    }
  }
}
