package org.sparkbackprop.registry;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sparkbackprop.model.ModelFormatException;
import org.sparkbackprop.storage.Json;

/**
 * The content of {@code lease.json}.
 *
 * @param token unique to this lease
 * @param run the id of the owner's run
 * @param process of the owner
 * @param acquiredAt when it was taken
 * @param expiresAt when it expires unless renewed
 * @param generation the only one that its owner may publish
 */
record LeaseFile(
    String token,
    String run,
    ProcessIdentity process,
    Instant acquiredAt,
    Instant expiresAt,
    long generation) {

  static final String NAME = "lease.json";
  static final long LIMIT = 1 << 20;

  LeaseFile withGeneration(long newGeneration) {
    return new LeaseFile(token, run, process, acquiredAt, expiresAt, newGeneration);
  }

  LeaseFile renewed(Duration duration) {
    return new LeaseFile(token, run, process, acquiredAt, Instant.now().plus(duration), generation);
  }

  byte[] bytes() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("token", token);
    fields.put("run_id", run);
    fields.put("process", process.fields());
    fields.put("acquired_at", acquiredAt.toString());
    fields.put("expires_at", expiresAt.toString());
    fields.put("generation", generation);
    return Json.document(fields).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a lease.
   *
   * @param location of the file, for messages
   * @throws ModelFormatException if it is not one
   */
  static LeaseFile of(byte[] bytes, String location) {
    Map<String, Object> fields = Json.parse(bytes, location);
    try {
      return new LeaseFile(
          (String) fields.get("token"),
          (String) fields.get("run_id"),
          ProcessIdentity.of((Map<?, ?>) fields.get("process")),
          Instant.parse((String) fields.get("acquired_at")),
          Instant.parse((String) fields.get("expires_at")),
          ((Number) fields.get("generation")).longValue());
    } catch (ClassCastException | NullPointerException | DateTimeParseException e) {
      throw new ModelFormatException(
          "%s is not a lease (%s); remove it if no run is under way"
              .formatted(location, e.getMessage()));
    }
  }
}
