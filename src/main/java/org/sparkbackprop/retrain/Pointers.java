package org.sparkbackprop.retrain;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.sparkbackprop.model.ModelFormatException;
import org.sparkbackprop.storage.Json;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.storage.StorageException;

/**
 * The pointers of a model, one file each: {@code current/<generation in 20 digits>.json}. A file is
 * created only if there is none of its generation, and never changed. Of those who want to be next,
 * one is.
 */
public final class Pointers {

  private static final String DIRECTORY = "current";
  private static final String NAME = "\\d{20}\\.json";
  private static final long LIMIT = 1 << 20;
  private static final int ATTEMPTS = 100;

  private final Storage home;

  /**
   * The pointers of the model that lives in a directory.
   *
   * @param home the directory of all that belongs to the model
   */
  public Pointers(Storage home) {
    this.home = home;
  }

  /**
   * The pointer with the highest generation, if there is one.
   *
   * @throws StorageException if it cannot be read
   * @throws ModelFormatException if it is damaged
   */
  public Optional<Pointer> current() {
    for (int attempt = 1; ; attempt++) {
      OptionalLong highest = generations().stream().mapToLong(Long::longValue).max();
      if (highest.isEmpty()) {
        return Optional.empty();
      }
      try {
        return Optional.of(read(highest.getAsLong()));
      } catch (StorageException e) {
        // so many were published since it was listed that it was one too many to keep
        if (e.kind() != StorageException.Kind.NOT_FOUND || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** The highest generation there is; 0 if there is none. */
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

  /** Makes a pointer, unless there is one of its generation; says whether it was made. */
  public boolean create(Pointer pointer) {
    byte[] content = Json.document(pointer.fields()).getBytes(StandardCharsets.UTF_8);
    return home.createIfAbsent(name(pointer.generation()), content);
  }

  /** Removes a pointer; the highest must stay, as its number is never to be used again. */
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
          "%s speaks of generation %s; restore it from a copy, or roll back"
              .formatted(location, pointer.generation()));
    }
    return pointer;
  }

  private static String name(long generation) {
    return String.format(Locale.ROOT, "%s/%020d.json", DIRECTORY, generation);
  }
}
