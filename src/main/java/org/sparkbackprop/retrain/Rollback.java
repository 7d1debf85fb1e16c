package org.sparkbackprop.retrain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.storage.StorageException;

/** Puts an earlier version into service again, whether a run is under way or not. */
public final class Rollback {

  private final Versions versions;
  private final Pointers pointers;

  /**
   * Of a model.
   *
   * @param home the directory of all that belongs to it
   */
  public Rollback(Storage home) {
    this.versions = new Versions(home);
    this.pointers = new Pointers(home);
  }

  /**
   * Goes back to the version that was first put into service before the one that is now.
   *
   * @throws StorageException of kind NOT_FOUND if there is none
   * @throws LeaseException if another version was put into service at the same moment
   */
  public Pointer toPrevious() {
    Pointer current = current();
    List<String> inOrder = new ArrayList<>();
    for (Pointer pointer : pointers.all()) {
      pointer
          .version()
          .filter(version -> pointer.reason() == Pointer.Reason.PUBLISHED)
          .filter(version -> !inOrder.contains(version))
          .ifPresent(inOrder::add);
    }
    int place = current.version().map(inOrder::indexOf).orElse(-1);
    String previous =
        inOrder.subList(0, Math.max(0, place)).stream()
            .filter(version -> versions.find(version).isPresent())
            .reduce((earlier, later) -> later)
            .orElseThrow(
                () ->
                    new StorageException(
                        StorageException.Kind.NOT_FOUND,
                        "no version that was in service before %s is kept; --rollback=VERSION names any that is there"
                            .formatted(current.version().orElse("the first"))));
    return to(previous);
  }

  /**
   * Puts a version into service.
   *
   * @throws StorageException of kind NOT_FOUND if it is not there
   * @throws org.sparkbackprop.model.ModelFormatException if one of its files is damaged
   * @throws LeaseException if another version was put into service at the same moment
   */
  public Pointer to(String version) {
    versions.verify(versions.require(version));
    Pointer pointer =
        new Pointer(
            current().generation() + 1,
            Optional.of(version),
            Pointer.Reason.ROLLED_BACK,
            Optional.empty(),
            Instant.now());
    if (!pointers.create(pointer)) {
      throw new LeaseException(
          "another version was put into service at this moment; look at versions, and try again");
    }
    return pointer;
  }

  private Pointer current() {
    return pointers
        .current()
        .orElseThrow(
            () ->
                new StorageException(
                    StorageException.Kind.NOT_FOUND,
                    "no version was published yet; there is nothing to go back to"));
  }
}
