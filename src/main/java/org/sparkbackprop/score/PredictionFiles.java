package org.sparkbackprop.score;

import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sparkbackprop.data.Quarantine;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.storage.StorageException;

/**
 * The files of predictions in their directory. New files have temporary names until they are
 * complete; earlier files are kept until then, and restored if the new ones cannot replace them. A
 * stop from another thread waits for that.
 */
final class PredictionFiles {

  /** The predictions. */
  static final String PREDICTIONS = "predictions.csv";

  private static final String BAD_ROWS = Quarantine.DIRECTORY;
  private static final String PARTIAL = "." + PREDICTIONS + Storage.PARTIAL;
  private static final String PARTIAL_BAD_ROWS = "." + BAD_ROWS + Storage.PARTIAL;

  /** The names of earlier files while new ones replace them. */
  private static final Map<String, String> ASIDE =
      Map.of(PREDICTIONS, "." + PREDICTIONS + ".earlier", BAD_ROWS, "." + BAD_ROWS + ".earlier");

  private final Storage directory;
  private final boolean fresh;

  /** The files in a directory, which need not exist yet. */
  PredictionFiles(Storage directory) {
    this.directory = directory;
    this.fresh = !directory.exists("");
  }

  /** All possible names, including those left by a killed run. */
  static Set<String> names() {
    return Set.of(
        PREDICTIONS,
        BAD_ROWS,
        PARTIAL,
        PARTIAL_BAD_ROWS,
        ASIDE.get(PREDICTIONS),
        ASIDE.get(BAD_ROWS));
  }

  String location() {
    return directory.location();
  }

  /** Where predictions are written. */
  OutputStream predictions() {
    try {
      return directory.create(PARTIAL);
    } catch (StorageException e) {
      throw e.ofOutput(location());
    }
  }

  /**
   * Writes bad rows.
   *
   * @return their numbers, ascending
   */
  long[] write(Quarantine badRows) {
    return badRows.write(directory, PARTIAL_BAD_ROWS + "/" + Quarantine.FILE);
  }

  /**
   * Replaces earlier files by the new ones.
   *
   * @throws StorageException if that fails, and the earlier files are restored; or if the earlier
   *     files cannot be removed, and the new ones are in place
   */
  synchronized void commit() {
    if (directory.exists(PREDICTIONS)) { // else a run was killed before it could restore them
      ASIDE.values().forEach(directory::delete);
    }
    try {
      ASIDE.forEach(this::move);
      replace();
    } catch (StorageException e) {
      putBack(e);
      throw e;
    }
    ASIDE.values().forEach(directory::delete);
  }

  /** Moves both files, or neither. */
  private void replace() {
    try {
      move(PARTIAL_BAD_ROWS, BAD_ROWS);
      directory.commit(PARTIAL, PREDICTIONS);
    } catch (StorageException e) {
      deleteQuietly(e, PREDICTIONS, BAD_ROWS);
      throw e;
    }
  }

  private void move(String from, String to) {
    if (directory.exists(from)) {
      directory.delete(to);
      directory.commit(from, to);
    }
  }

  private void putBack(StorageException reason) {
    try {
      ASIDE.forEach((name, aside) -> move(aside, name));
    } catch (StorageException e) {
      reason.addSuppressed(e);
    }
  }

  /**
   * Removes incomplete files, and a new directory if it has no other files, so that the command can
   * be repeated.
   *
   * @param reason gets a failure to do so as suppressed
   */
  synchronized void discard(Throwable reason) {
    deleteQuietly(reason, PARTIAL, PARTIAL_BAD_ROWS);
    try {
      if (fresh && directory.list("").isEmpty()) {
        directory.delete("");
      }
    } catch (StorageException e) {
      reason.addSuppressed(e);
    }
  }

  private void deleteQuietly(Throwable reason, String... names) {
    try {
      List.of(names).forEach(directory::delete);
    } catch (StorageException e) {
      reason.addSuppressed(e);
    }
  }
}
