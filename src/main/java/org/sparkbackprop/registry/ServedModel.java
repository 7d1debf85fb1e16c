package org.sparkbackprop.registry;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.sparkbackprop.storage.LocalStorage;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.storage.StorageException;

/**
 * The version of a retrained model that is in service, kept in memory to score rows, and replaced
 * when the next one is published. It needs only the application jar.
 *
 * <p>It may be used by any number of threads. Scoring takes no lock and never waits for a version
 * to be loaded; each answer comes from a single version. For several answers of the same version,
 * or its name with the answer, take a {@link #snapshot}.
 */
public final class ServedModel implements AutoCloseable {

  private static final int ATTEMPTS = 100;

  private final Storage home;
  private final Pointers pointers;
  private final Versions versions;
  private final Object refreshing = new Object();
  private final Object closing = new Object(); // so that closing does not wait for a refresh
  private volatile ServedVersion current;
  private volatile Throwable failure;
  private Thread daemon;

  private ServedModel(Storage home) {
    this.home = home;
    this.pointers = new Pointers(home);
    this.versions = new Versions(home);
  }

  /** {@link #open(Storage) Loads} the version in service from a directory of this machine. */
  public static ServedModel open(Path root) {
    return open(new LocalStorage(root));
  }

  /**
   * Loads the version in service.
   *
   * @param home the model's directory
   * @throws StorageException of kind NOT_FOUND if none is in service yet; of another kind if a file
   *     cannot be read
   * @throws org.sparkbackprop.model.ModelFormatException if one of its files is damaged
   */
  public static ServedModel open(Storage home) {
    ServedModel served = new ServedModel(home);
    served.refresh();
    return served;
  }

  /** The version that answers at this moment, for several questions. */
  public ServedVersion snapshot() {
    return current;
  }

  /** The name of the version that answers at this moment. */
  public String version() {
    return current.version();
  }

  /** The names of its classes, in the order of the probabilities. */
  public List<String> classNames() {
    return current.classNames();
  }

  /** Like {@link ServedVersion#predictions(double[])}. */
  public double[] predictions(double[] row) {
    return current.predictions(row);
  }

  /** Like {@link ServedVersion#predictions(List)}; all answers come from the same version. */
  public List<double[]> predictions(List<double[]> rows) {
    return current.predictions(rows);
  }

  /** Like {@link ServedVersion#probabilities(double[])}. */
  public double[] probabilities(double[] row) {
    return current.probabilities(row);
  }

  /** Like {@link ServedVersion#probabilities(List)}; all answers come from the same version. */
  public List<double[]> probabilities(List<double[]> rows) {
    return current.probabilities(rows);
  }

  /**
   * Loads the version in service if it has changed. If that fails, the loaded version stays.
   *
   * @return whether another version answers from now on
   * @throws StorageException if a file is missing or cannot be read
   * @throws org.sparkbackprop.model.ModelFormatException if a file is damaged
   */
  public boolean refresh() {
    synchronized (refreshing) {
      try {
        boolean switched = loadIfAnother();
        failure = null;
        return switched;
      } catch (RuntimeException | OutOfMemoryError e) {
        failure = e;
        throw e;
      }
    }
  }

  private boolean loadIfAnother() {
    Pointer pointer = inService();
    for (int attempt = 1; ; attempt++) {
      if (isHere(pointer)) {
        return false;
      }
      try {
        current = new ServedVersion(pointer, versions.model(pointer.version().orElseThrow()));
        return true;
      } catch (StorageException e) {
        Pointer latest = inService();
        boolean isSuperseded = latest.generation() > pointer.generation();
        if (e.kind() != StorageException.Kind.NOT_FOUND || !isSuperseded || attempt == ATTEMPTS) {
          throw e;
        }
        pointer = latest; // retention removed the version before it was read
      }
    }
  }

  private Pointer inService() {
    return pointers
        .current()
        .filter(pointer -> pointer.version().isPresent())
        .orElseThrow(
            () ->
                new StorageException(
                    StorageException.Kind.NOT_FOUND,
                    "no version of the model in %s is in service; retrain publishes the first one there"
                        .formatted(home.location())));
  }

  /** Whether the version of a pointer, or a later one, is loaded. */
  private boolean isHere(Pointer pointer) {
    ServedVersion now = current;
    if (now == null) {
      return false;
    }
    boolean isLater = pointer.generation() > now.pointer().generation();
    if (isLater && pointer.version().equals(now.pointer().version())) {
      current = new ServedVersion(pointer, now.model());
      return true;
    }
    return !isLater;
  }

  /**
   * Has a daemon thread refresh this model regularly, until it is closed. {@link #lastFailure}
   * reports a failure, and the next attempt follows after the pause.
   *
   * @param every the pause between two attempts, each of which lists a directory and reads a small
   *     file unless a version was published
   * @throws IllegalArgumentException if the pause is not positive
   * @throws IllegalStateException if a thread does so already
   */
  public void refreshEvery(Duration every) {
    if (every.isNegative() || every.isZero()) {
      throw new IllegalArgumentException("a model cannot be refreshed every " + every);
    }
    synchronized (closing) {
      if (daemon != null) {
        throw new IllegalStateException(
            "a thread refreshes the model in %s already".formatted(home.location()));
      }
      daemon = new Thread(() -> refreshUntilInterrupted(every), "refresh of the served model");
      daemon.setDaemon(true);
      daemon.start();
    }
  }

  private void refreshUntilInterrupted(Duration every) {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        TimeUnit.NANOSECONDS.sleep(every.toNanos());
        refresh();
      } catch (InterruptedException closed) {
        Thread.currentThread().interrupt(); // which ends the loop
      } catch (RuntimeException | OutOfMemoryError e) {
        // lastFailure returns it
      }
    }
  }

  /** Why the latest attempt to refresh failed; empty if it did not. */
  public Optional<Throwable> lastFailure() {
    return Optional.ofNullable(failure);
  }

  /** Ends the thread that refreshes, if there is one; the version in memory still answers. */
  @Override
  public void close() {
    synchronized (closing) {
      if (daemon != null) {
        daemon.interrupt();
        daemon = null;
      }
    }
  }
}
