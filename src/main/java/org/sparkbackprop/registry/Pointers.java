package org.sparkbackprop.registry;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sparkbackprop.model.ModelFormatException;
import org.sparkbackprop.storage.Json;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.storage.StorageException;

/**
 * The pointers of a model, one file each: {@code current/<generation in 20 digits>.json}. A file is
 * created only if its generation has none, and never changed: of several writers, one succeeds.
 *
 * @param home the model's directory
 */
public record Pointers(Storage home) {

  private static final String DIRECTORY = "current";
  private static final String NAME = "\\d{20}\\.json";
  private static final long LIMIT = 1 << 20;
  private static final int ATTEMPTS = 100;

  /**
   * The pointer with the highest generation, if there is one.
   *
   * @throws StorageException if it cannot be read
   * @throws ModelFormatException if it is damaged
   */
  public Optional<Pointer> current() {
    for (int attempt = 1; ; attempt++) {
      long highest = generation();
      if (highest == 0) {
        return Optional.empty();
      }
      try {
        return Optional.of(read(highest));
      } catch (StorageException e) {
        // so many were published since it was listed that retention removed it
        if (e.kind() != StorageException.Kind.NOT_FOUND || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** The highest generation; 0 if there is none. */
  public long generation() {
    return generations().stream().mapToLong(Long::longValue).max().orElse(0);
  }

  /** All pointers that are kept, the highest generation last. */
  public List<Pointer> all() {
    List<Pointer> pointers = new ArrayList<>();
    for (long generation : generations()) {
      try {
        pointers.add(read(generation));
      } catch (StorageException e) {
        if (e.kind() != StorageException.Kind.NOT_FOUND) {
          throw e;
        }
      }
    }
    return pointers;
  }

  /** Creates a pointer unless its generation has one; returns whether it was created. */
  public boolean create(Pointer pointer) {
    byte[] content = Json.document(pointer.fields()).getBytes(StandardCharsets.UTF_8);
    return home.createIfAbsent(name(pointer.generation()), content);
  }

  /** Removes a pointer; the highest must stay, as its number must never be used again. */
  void delete(long generation) {
    home.delete(name(generation));
  }

  private List<Long> generations() {
    return home.list(DIRECTORY).stream()
        .filter(name -> name.matches(NAME))
        .map(name -> Long.parseLong(name.substring(0, 20)))
        .sorted()
        .toList();
  }

  private Pointer read(long generation) {
    String name = name(generation);
    String location = home.location() + "/" + name;
    Pointer pointer = Pointer.of(Json.parse(home.read(name, LIMIT), location), location);
    if (pointer.generation() != generation) {
      throw new ModelFormatException(
          "%s says generation %s; restore it from a copy, or roll back"
              .formatted(location, pointer.generation()));
    }
    return pointer;
  }

  private static String name(long generation) {
    return String.format(Locale.ROOT, "%s/%020d.json", DIRECTORY, generation);
  }
}
