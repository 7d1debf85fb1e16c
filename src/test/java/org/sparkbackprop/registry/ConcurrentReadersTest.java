package org.sparkbackprop.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.storage.LocalStorage;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.storage.StorageException;

/** A thousand versions are published, and all but five removed, while others read. */
class ConcurrentReadersTest {

  private static final int VERSIONS = 1000;
  private static final int KEPT = 5;
  private static final double[] ROW = {0.75, -1.25};

  @TempDir private Path path;

  @Test
  void nobodyEverSeesAPartOfAVersionOrOneBeforeTheLatestSeen() throws Exception {
    Storage home = new LocalStorage(path);
    NumberedModels models = new NumberedModels(home);
    models.publish(1);
    ExecutorService threads = Executors.newFixedThreadPool(5);
    try (ServedModel refreshed = ServedModel.open(path);
        ServedModel byDaemon = ServedModel.open(path)) {
      byDaemon.refreshEvery(Duration.ofMillis(1));
      List<Future<Integer>> readers = new ArrayList<>();
      readers.add(threads.submit(() -> poll(home)));
      readers.add(threads.submit(() -> poll(home)));
      readers.add(threads.submit(() -> refresh(refreshed)));
      readers.add(threads.submit(() -> score(refreshed)));
      readers.add(threads.submit(() -> score(byDaemon)));
      publish(home, models, readers);
      for (Future<Integer> reader : readers) {
        assertThat(reader.get()).as("different versions seen").isGreaterThan(KEPT);
      }
      assertThat(byDaemon.lastFailure()).isEmpty();
    } finally {
      threads.shutdownNow();
    }
    assertThat(new Versions(home).names()).hasSize(KEPT);
  }

  private static void publish(Storage home, NumberedModels models, List<Future<Integer>> readers)
      throws InterruptedException, ExecutionException {
    Retention retention = new Retention(KEPT);
    for (int number = 2; number <= VERSIONS; number++) {
      models.publish(number);
      retention.apply(home);
      for (Future<Integer> reader : readers) {
        if (reader.isDone()) {
          reader.get(); // it ends before the last version only if it fails
        }
      }
    }
  }

  /** Reads pointers and versions as a program of its own would. */
  private static int poll(Storage home) {
    Pointers pointers = new Pointers(home);
    Versions versions = new Versions(home);
    long generation = 0;
    int seen = 0;
    while (generation < VERSIONS) {
      Pointer pointer = pointers.current().orElseThrow();
      assertThat(pointer.generation()).isGreaterThanOrEqualTo(generation);
      String version = pointer.version().orElseThrow();
      assertThat(version).isEqualTo(NumberedModels.name((int) pointer.generation()));
      try {
        Model model = versions.model(version);
        NumberedModels.requireWhole(version, model);
        seen += pointer.generation() > generation ? 1 : 0;
      } catch (StorageException e) {
        assertThat(e.kind()).as(e.getMessage()).isEqualTo(StorageException.Kind.NOT_FOUND);
        assertThat(pointers.generation()).isGreaterThan(pointer.generation());
      }
      generation = pointer.generation();
    }
    return seen;
  }

  private static int refresh(ServedModel served) {
    int switches = 0;
    long generation = 0;
    while (generation < VERSIONS) {
      switches += served.refresh() ? 1 : 0;
      ServedVersion now = served.snapshot();
      assertThat(now.pointer().generation()).isGreaterThanOrEqualTo(generation);
      NumberedModels.requireWhole(now.version(), now.model());
      generation = now.pointer().generation();
    }
    return switches;
  }

  /** Scores while another thread refreshes. */
  private static int score(ServedModel served) {
    long generation = 0;
    int seen = 0;
    double[] expected = {};
    while (generation < VERSIONS) {
      ServedVersion now = served.snapshot();
      long latest = now.pointer().generation();
      assertThat(latest).isGreaterThanOrEqualTo(generation);
      if (latest > generation) {
        seen++;
        expected = NumberedModels.model((int) latest).probabilities(ROW);
      }
      assertThat(now.probabilities(ROW)).isEqualTo(expected);
      assertThat(now.classNames().get(0)).isEqualTo("a" + latest);
      generation = latest;
    }
    return seen;
  }
}
