package org.sparkbackprop.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.sparkbackprop.error.Message;
import org.sparkbackprop.model.ModelFormatException;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.storage.StorageException;

/**
 * The right to publish the next version of a model, held by one run at a time: a file that is
 * created if it does not exist, renewed during the run, and removed at its end.
 *
 * <p>A lease allows its owner to publish one generation only. Whoever takes over an expired lease
 * first creates the pointer of that generation, so that the former owner cannot publish any more if
 * it is still alive, whatever its clock says. Two owners at the same time may cost a run, never a
 * model.
 */
public final class Lease implements AutoCloseable {

  private static final int RENEWALS = 3;
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int ATTEMPTS = 10;

  /** The tokens of the leases of this JVM. */
  private static final Set<String> ACTIVE = ConcurrentHashMap.newKeySet();

  private final Storage home;
  private final Pointers pointers;
  private final Duration duration;
  private final ScheduledExecutorService renewal;
  private final Future<?> renewing;
  private LeaseFile file;
  private String lost;

  private Lease(Storage home, LeaseFile file, Duration duration) {
    this.home = home;
    this.pointers = new Pointers(home);
    this.file = file;
    this.duration = duration;
    this.renewal =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "renewal of the lease");
              thread.setDaemon(true);
              return thread;
            });
    long period = duration.toMillis() / RENEWALS;
    this.renewing = renewal.scheduleAtFixedRate(this::renew, period, period, TimeUnit.MILLISECONDS);
  }

  /**
   * Takes the lease of a model.
   *
   * @param home the model's directory
   * @param run the id of the run that wants it
   * @param duration after which it expires unless renewed
   * @param patience how long to wait for another run to end
   * @throws LeaseException if another run still has it then
   */
  public static Lease acquire(Storage home, String run, Duration duration, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    for (; ; ) {
      try {
        return attempt(home, run, duration);
      } catch (LeaseException held) {
        if (System.nanoTime() - end >= 0) {
          throw held;
        }
        pause();
      }
    }
  }

  private static Lease attempt(Storage home, String run, Duration duration) {
    for (int i = 0; i < ATTEMPTS; i++) {
      String token = UUID.randomUUID().toString();
      ACTIVE.add(token);
      Optional<LeaseFile> taken = Optional.empty();
      try {
        taken = take(home, run, duration, token);
      } catch (StorageException e) { // the file may have been written
        removeQuietly(home, token, e);
        throw e;
      } finally {
        if (taken.isEmpty()) {
          ACTIVE.remove(token);
        }
      }
      if (taken.isPresent()) {
        return new Lease(home, taken.get(), duration);
      }
    }
    throw new LeaseException(
        "the lease of %s keeps changing its owner; try again later".formatted(home.location()));
  }

  /** Takes it; empty if another run was faster. */
  private static Optional<LeaseFile> take(
      Storage home, String run, Duration duration, String token) {
    Pointers pointers = new Pointers(home);
    Instant now = Instant.now();
    ProcessIdentity own = ProcessIdentity.own();
    long generation = pointers.generation() + 1;
    LeaseFile mine = new LeaseFile(token, run, own, now, now.plus(duration), generation);
    Optional<LeaseFile> other = read(home);
    if (other.isEmpty()) {
      return home.createIfAbsent(LeaseFile.NAME, mine.bytes())
          ? Optional.of(upToDate(home, pointers, mine))
          : Optional.empty();
    }
    requireEnded(other.get(), own, home);
    // the generation was read before the lease: if another run took it over since, the pointer
    // exists
    return fenced(pointers, generation, run)
        ? Optional.of(takenOver(home, pointers, mine.withGeneration(generation + 1)))
        : Optional.empty();
  }

  private static void removeQuietly(Storage home, String token, StorageException reason) {
    try {
      removeIfOwn(home, token);
    } catch (StorageException | ModelFormatException alsoFails) {
      reason.addSuppressed(alsoFails);
    }
  }

  /** A version may have been published between reading the pointers and taking the lease. */
  private static LeaseFile upToDate(Storage home, Pointers pointers, LeaseFile mine) {
    long generation = pointers.generation() + 1;
    if (generation == mine.generation()) {
      return mine;
    }
    LeaseFile file = mine.withGeneration(generation);
    home.write(LeaseFile.NAME, file.bytes());
    return file;
  }

  private static void requireEnded(LeaseFile other, ProcessIdentity own, Storage home) {
    boolean ownAndEnded = other.process().equals(own) && !ACTIVE.contains(other.token());
    boolean over = other.expiresAt().isBefore(Instant.now());
    if (!over && !ownAndEnded && !other.process().isGone(own)) {
      throw new LeaseException(
          Message.of(
              "run %s has the lease of %s since %s, and until %s unless it renews it; try again"
                  + " later, or wait for it",
              other.run(), home.location(), other.acquiredAt(), other.expiresAt()));
    }
  }

  /** Shuts the former owner out; the version in service stays. */
  private static boolean fenced(Pointers pointers, long generation, String run) {
    Optional<String> version = pointers.current().flatMap(Pointer::version);
    return pointers.create(
        new Pointer(generation, version, Pointer.Reason.FENCED, Optional.of(run), Instant.now()));
  }

  private static LeaseFile takenOver(Storage home, Pointers pointers, LeaseFile mine) {
    home.write(LeaseFile.NAME, mine.bytes());
    if (pointers.generation() + 1 != mine.generation()) {
      throw new LeaseException(
          "another run took over the lease of %s at the same time; try again later"
              .formatted(home.location()));
    }
    return mine;
  }

  private static Optional<LeaseFile> read(Storage home) {
    return home.readIfExists(LeaseFile.NAME, LeaseFile.LIMIT)
        .map(bytes -> LeaseFile.of(bytes, home.location() + "/" + LeaseFile.NAME));
  }

  private static void removeIfOwn(Storage home, String token) {
    if (read(home).filter(found -> found.token().equals(token)).isPresent()) {
      home.delete(LeaseFile.NAME);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LeaseException("interrupted while waiting for the lease");
    }
  }

  /** The only generation that its owner may publish. */
  public synchronized long generation() {
    return file.generation();
  }

  private synchronized void renew() {
    if (lost != null) {
      return;
    }
    try {
      Optional<LeaseFile> found = read(home);
      boolean isOwn = found.filter(other -> other.token().equals(file.token())).isPresent();
      // a file of an owner that is shut out already does not count: its generation is taken
      boolean isAnothers =
          !isOwn && found.filter(o -> o.generation() >= file.generation()).isPresent();
      if (isAnothers || pointers.generation() >= file.generation()) {
        lost =
            isOwn || found.isEmpty()
                ? "another version was put into service, or it was taken over"
                : "run " + found.get().run() + " has it now";
        return;
      }
      LeaseFile renewed = file.renewed(duration);
      home.write(LeaseFile.NAME, renewed.bytes());
      file = renewed;
    } catch (RuntimeException perhapsNextTime) {
      // Until somebody takes its generation, it is not lost, however long the storage fails.
    }
  }

  /** Whether it is still held. */
  public synchronized boolean isHeld() {
    renew();
    return lost == null;
  }

  /**
   * Checks that it is still held.
   *
   * @throws LeaseException if it was lost
   */
  public synchronized void requireHeld() {
    if (!isHeld()) {
      throw new LeaseException(
          "the lease of %s was lost: %s; nothing is published; repeat the command"
              .formatted(home.location(), lost));
    }
  }

  /**
   * Puts a version into service.
   *
   * @throws LeaseException if the lease was lost, or another version was put into service meanwhile
   */
  public synchronized Pointer publish(String version) {
    requireHeld();
    Optional<String> run = Optional.of(file.run());
    Pointer pointer =
        new Pointer(
            generation(), Optional.of(version), Pointer.Reason.PUBLISHED, run, Instant.now());
    boolean created = pointers.create(pointer);
    if (created && pointers.generation() != pointer.generation()) {
      pointers.delete(pointer.generation()); // it was never in service
      created = false;
    }
    if (!created) {
      throw new LeaseException(
          "the version in service in %s changed during this run; nothing is published; repeat the command"
              .formatted(home.location()));
    }
    file = file.withGeneration(pointer.generation() + 1);
    return pointer;
  }

  /** Releases it, if it is still held; if that fails, it will expire. */
  @Override
  public void close() {
    renewing.cancel(false);
    renewal.shutdown();
    synchronized (this) {
      if (!ACTIVE.remove(file.token())) {
        return;
      }
      lost = "it was released";
      try {
        removeIfOwn(home, file.token());
      } catch (StorageException | ModelFormatException itRunsOut) {
        // The run has ended, and another one will take over.
      }
    }
  }
}
