package org.sparkbackprop.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Threads that create the same file if there is none, all at once, and one that looks at it. */
public final class Race {

  private static final int RUNNERS = 16;
  private static final int LINES = 20_000;
  private static final long LIMIT = 1 << 24;

  private final Storage storage;
  private final String file;
  private final CountDownLatch start = new CountDownLatch(1);

  private Race(Storage storage, String file) {
    this.storage = storage;
    this.file = file;
  }

  /** Requires that one of them succeeds, that its content stays, and that all see it whole. */
  public static void run(Storage storage, String directory) {
    try {
      new Race(storage, directory + "/file").run();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError("a runner failed", e);
    }
    assertThat(storage.list(directory)).containsExactly("file");
  }

  private void run() throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(RUNNERS + 1);
    try {
      List<Future<Boolean>> runners =
          IntStream.range(0, RUNNERS).mapToObj(i -> threads.submit(() -> creates(i))).toList();
      Future<String> reader = threads.submit(this::firstSeen);
      start.countDown();
      List<Integer> winners = new ArrayList<>();
      for (int i = 0; i < RUNNERS; i++) {
        if (runners.get(i).get()) {
          winners.add(i);
        }
      }
      assertThat(winners).hasSize(1);
      assertThat(read()).isEqualTo(content(winners.get(0)));
      assertThat(reader.get()).isEqualTo(content(winners.get(0)));
    } finally {
      threads.shutdownNow();
    }
  }

  private boolean creates(int runner) throws InterruptedException {
    byte[] content = content(runner).getBytes(UTF_8);
    start.await();
    return storage.createIfAbsent(file, content);
  }

  private String firstSeen() throws InterruptedException {
    start.await();
    while (!storage.exists(file)) {
      Thread.onSpinWait();
    }
    return read();
  }

  private String read() {
    return new String(storage.read(file, LIMIT), UTF_8);
  }

  private static String content(int runner) {
    return ("runner " + runner + "\n").repeat(LINES);
  }
}
