package org.sparkbackprop.registry;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.sparkbackprop.model.ModelFormatException;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.storage.StorageException;

/** Puts an earlier version back into service, whether a run is under way or not. */
public final class Rollback {

  private final Versions versions;
  private final Pointers pointers;

  /** For the model in this directory. */
  public Rollback(Storage home) {
    this.versions = new Versions(home);
    this.pointers = new Pointers(home);
  }

  /**
   * Goes back to the version in service before the current one. Versions that were left by going
   * back do not count.
   *
   * @throws StorageException of kind NOT_FOUND if there is none
   * @throws LeaseException if another version was put into service at the same moment
   */
  public Pointer toPrevious() {
    Deque<String> line = new ArrayDeque<>();
    pointers.all().forEach(pointer -> follow(pointer, line));
    String current = line.isEmpty() ? "the first" : line.removeLast();
    while (!line.isEmpty() && versions.find(line.getLast()).isEmpty()) {
      line.removeLast();
    }
    if (line.isEmpty()) {
      throw new StorageException(
          StorageException.Kind.NOT_FOUND,
          "no version in service before %s is kept; name one that is".formatted(current));
    }
    return to(line.getLast());
  }

  /** The versions that led to the one in service, the latest last. */
  private static void follow(Pointer pointer, Deque<String> line) {
    if (pointer.version().isEmpty() || pointer.reason() == Pointer.Reason.FENCED) {
      return;
    }
    String version = pointer.version().get();
    if (line.contains(version)) {
      while (!line.getLast().equals(version)) {
        line.removeLast();
      }
    } else {
      line.addLast(version);
    }
  }

  /**
   * Puts a version into service.
   *
   * @throws StorageException of kind NOT_FOUND if it does not exist
   * @throws org.sparkbackprop.model.ModelFormatException if one of its files is damaged
   * @throws LeaseException if another version was put into service at the same moment
   */
  public Pointer to(String version) {
    versions.verify(versions.require(version));
    long generation = pointers.generation() + 1;
    Optional<Pointer> before = readable();
    Pointer pointer = pointer(generation, Optional.of(version));
    if (!pointers.create(pointer)) {
      throw new LeaseException(
          "another version was put into service at this moment; check versions, and try again");
    }
    if (versions.find(version).isEmpty()) { // retention was faster than the pointer
      Optional<String> served = before.flatMap(Pointer::version);
      boolean unused = pointers.create(pointer(generation + 1, served));
      throw new LeaseException(
          "version %s was removed at this moment, as it is old; %s in service"
              .formatted(
                  version,
                  served.map(name -> "version " + name + " stays").orElse("no version is")));
    }
    return pointer;
  }

  private static Pointer pointer(long generation, Optional<String> version) {
    return new Pointer(
        generation, version, Pointer.Reason.ROLLED_BACK, Optional.empty(), Instant.now());
  }

  /** The current pointer; a damaged one is no obstacle to going back. */
  private Optional<Pointer> readable() {
    try {
      return pointers.current();
    } catch (ModelFormatException | StorageException damaged) {
      return Optional.empty();
    }
  }
}
