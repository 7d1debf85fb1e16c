package org.sparkbackprop.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.sparkbackprop.storage.Storage;

/** Threads that publish versions of their own as the same generation, all at once. */
public final class PublicationRace {

  private static final int PUBLISHERS = 8;

  private PublicationRace() {}

  /**
   * Requires that one of them succeeds, and that its version is in service.
   *
   * @param home in which there are all generations before, and no others
   */
  public static void run(Storage home, long generation) {
    Pointers pointers = new Pointers(home);
    ExecutorService threads = Executors.newFixedThreadPool(PUBLISHERS);
    try {
      List<Callable<Boolean>> publishers =
          IntStream.range(0, PUBLISHERS)
              .mapToObj(i -> (Callable<Boolean>) () -> pointers.create(pointer(generation, i)))
              .toList();
      List<Future<Boolean>> published = threads.invokeAll(publishers);
      List<Integer> winners =
          IntStream.range(0, PUBLISHERS).filter(i -> succeeded(published.get(i))).boxed().toList();
      assertThat(winners).hasSize(1);
      Pointer current = pointers.current().orElseThrow();
      assertThat(current.generation()).isEqualTo(generation);
      assertThat(current.run()).contains("run-" + winners.get(0));
      assertThat(pointers.all()).hasSize((int) generation);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean succeeded(Future<Boolean> publication) {
    try {
      return publication.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError("a publisher failed", e);
    }
  }

  private static Pointer pointer(long generation, int publisher) {
    return new Pointer(
        generation,
        Optional.of("version-" + publisher),
        Pointer.Reason.PUBLISHED,
        Optional.of("run-" + publisher),
        Instant.now());
  }
}
