package org.sparkbackprop.registry;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sparkbackprop.model.ModelFormatException;

/**
 * A pointer to the version in service: of all pointers, the one with the highest generation counts.
 *
 * @param generation from 1 on
 * @param version in service; absent until the first is published
 * @param reason for which the pointer was made
 * @param run the id of the run that made it; absent if an operator did
 * @param createdAt when it was made
 */
public record Pointer(
    long generation,
    Optional<String> version,
    Reason reason,
    Optional<String> run,
    Instant createdAt) {

  /** Why there is a pointer. */
  public enum Reason {
    /** A run made a version that passed the gate. */
    PUBLISHED,
    /** An operator went back to an earlier version. */
    ROLLED_BACK,
    /** An expired lease was taken over; the version stays, the former owner is shut out. */
    FENCED
  }

  /** Checks the generation. */
  public Pointer {
    if (generation < 1) {
      throw new IllegalArgumentException("generation " + generation + " is not positive");
    }
  }

  /** The fields of its file. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("generation", generation);
    fields.put("version", version.orElse(null));
    fields.put("reason", reason.name().toLowerCase(Locale.ROOT));
    fields.put("run_id", run.orElse(null));
    fields.put("created_at", createdAt.toString());
    return fields;
  }

  /**
   * Reads a pointer.
   *
   * @param name of the file, for messages
   * @throws ModelFormatException if it is not one
   */
  static Pointer of(Map<String, Object> fields, String name) {
    try {
      return new Pointer(
          ((Number) fields.get("generation")).longValue(),
          Optional.ofNullable((String) fields.get("version")),
          Reason.valueOf(((String) fields.get("reason")).toUpperCase(Locale.ROOT)),
          Optional.ofNullable((String) fields.get("run_id")),
          Instant.parse((String) fields.get("created_at")));
    } catch (RuntimeException e) { // of a cast, a null, a name or a time
      throw new ModelFormatException(
          "%s is not a pointer to a version (%s); restore it from a copy, or roll back"
              .formatted(name, e.getMessage()));
    }
  }
}
