package org.sparkbackprop.registry;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.storage.LocalStorage;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.storage.StorageException;

/**
 * The version of a retrained model that is in service, kept in memory to score rows, and exchanged
 * for the next one when that is published. It needs nothing but the application jar.
 *
 * <p>For any number of threads. Scoring takes no lock and never waits for a version to be loaded;
 * each answer comes wholly from one version. Who needs several answers of the same version, or its
 * name with the answer, takes a {@link #snapshot}.
 */
public final class ServedModel implements AutoCloseable {

  private static final int ATTEMPTS = 100;

  private final Storage home;
  private final Pointers pointers;
  private final Versions versions;
  private final Object refreshing = new Object();
  private final Object closing = new Object(); // another one: closing waits for no refresh
  private volatile ServedVersion current;
  private volatile Throwable failure;
  private Thread daemon;

  private ServedModel(Storage home) {
    this.home = home;
    this.pointers = new Pointers(home);
    this.versions = new Versions(home);
  }

  /**
   * Loads the version that is in service.
   *
   * @param root the directory of all that belongs to the model, on this machine
   * @throws StorageException of kind NOT_FOUND if none is in service yet; of another if a file
   *     cannot be read
   * @throws org.sparkbackprop.model.ModelFormatException if one of its files is damaged
   */
  public static ServedModel open(Path root) {
    return open(new LocalStorage(root));
  }

  /**
   * The same of a directory on any file system.
   *
   * @param home the directory of all that belongs to the model
   */
  public static ServedModel open(Storage home) {
    ServedModel served = new ServedModel(home);
    served.refresh();
    return served;
  }

  /** The version that answers at this moment, to ask it more than once. */
  public ServedVersion snapshot() {
    return current;
  }

  /** The name of the version that answers at this moment. */
  public String version() {
    return current.version();
  }

  /** Names of the classes of that version, in the order of the probabilities. */
  public List<String> classNames() {
    return current.classNames();
  }

  /**
   * The probability of each class for one row.
   *
   * @param row its features as they come, not yet prepared, NaN where one is missing; not modified
   * @throws IllegalArgumentException if the row has another number of features than the model, or
   *     one is infinite, or missing where the model refuses that
   */
  public double[] probabilities(double[] row) {
    return current.probabilities(row);
  }

  /**
   * The probability of each class for many rows, all by the same version.
   *
   * @param rows the features of each as they come, not yet prepared; not modified
   * @throws IllegalArgumentException as of {@link #probabilities(double[])}
   */
  public List<double[]> probabilities(List<double[]> rows) {
    return current.probabilities(rows);
  }

  /**
   * Looks which version is in service, and loads it if it is another one. If that fails, the
   * version that answers stays.
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
        Model model = versions.model(pointer.version().orElseThrow());
        current = new ServedVersion(pointer, model);
        return true;
      } catch (StorageException e) {
        Pointer latest = inService();
        boolean isSuperseded = latest.generation() > pointer.generation();
        if (e.kind() != StorageException.Kind.NOT_FOUND || !isSuperseded || attempt == ATTEMPTS) {
          throw e;
        }
        pointer = latest; // the version was too old to keep before it was read
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
                    ("no version of the model in %s is in service; retrain publishes the"
                            + " first one there")
                        .formatted(home.location())));
  }

  /** Whether the version that a pointer names, or one put into service after it, answers. */
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
   * Has a daemon thread refresh this model every so often, until it is closed. What fails there is
   * told by {@link #lastFailure}, and tried again the next time.
   *
   * @param every the pause between two looks, which are a listing and a small file each as long as
   *     nothing is published
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
            "the model in %s is refreshed by a thread already".formatted(home.location()));
      }
      daemon = new Thread(() -> refreshUntilInterrupted(every), "refresh of the served model");
      daemon.setDaemon(true);
      daemon.start();
    }
  }

  private void refreshUntilInterrupted(Duration every) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        TimeUnit.NANOSECONDS.sleep(every.toNanos());
        refreshQuietly();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt(); // which ends it
    }
  }

  private void refreshQuietly() {
    try {
      refresh();
    } catch (RuntimeException | OutOfMemoryError told) {
      // nobody is here to catch it: it can be asked for
    }
  }

  /** Why the latest attempt to refresh failed; empty if it did not. */
  public Optional<Throwable> lastFailure() {
    return Optional.ofNullable(failure);
  }

  /** Ends the thread that refreshes, if there is one; the version in memory goes on answering. */
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
