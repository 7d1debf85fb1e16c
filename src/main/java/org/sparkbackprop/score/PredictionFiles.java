package org.sparkbackprop.score;

import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sparkbackprop.data.Quarantine;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.storage.StorageException;

/**
 * The files of predictions in their directory. New ones are written aside; earlier ones stay until
 * the new ones are whole, and are back if those cannot take their place. A stop from another thread
 * waits for that.
 */
final class PredictionFiles {

  /** The predictions. */
  static final String PREDICTIONS = "predictions.csv";

  private static final String BAD_ROWS = Quarantine.DIRECTORY;
  private static final String PARTIAL = "." + PREDICTIONS + Storage.PARTIAL;
  private static final String PARTIAL_BAD_ROWS = "." + BAD_ROWS + Storage.PARTIAL;

  /** Earlier files, by what they are called while new ones take their place. */
  private static final Map<String, String> ASIDE =
      Map.of(PREDICTIONS, "." + PREDICTIONS + ".earlier", BAD_ROWS, "." + BAD_ROWS + ".earlier");

  private final Storage directory;
  private final boolean fresh;

  /** What is written into a directory, which need not exist yet. */
  PredictionFiles(Storage directory) {
    this.directory = directory;
    this.fresh = !directory.exists("");
  }

  /** All names that there can be, also after a run that was killed. */
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
   * Writes rows that are put aside.
   *
   * @return their numbers, ascending
   */
  long[] write(Quarantine badRows) {
    return badRows.write(directory, PARTIAL_BAD_ROWS + "/" + Quarantine.FILE);
  }

  /**
   * What is written takes the place of what was there.
   *
   * @throws StorageException if it cannot, and what was there is there again; or if that cannot be
   *     removed, and what is written is there
   */
  synchronized void commit() {
    if (directory.exists(PREDICTIONS)) { // else a run was killed before it could put them back
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

  /** Of two names, one is taken after the other: both or none. */
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
   * Removes what is not complete. A directory that did not exist before must not stand in the way
   * of another try, unless there is something of somebody else in it.
   *
   * @param reason takes up a failure to do so
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
