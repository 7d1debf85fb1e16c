package org.sparkbackprop.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.WeightsFile;
import org.sparkbackprop.registry.Pointer;
import org.sparkbackprop.registry.Pointers;
import org.sparkbackprop.registry.Versions;
import org.sparkbackprop.storage.Json;
import org.sparkbackprop.storage.LocalStorage;
import org.sparkbackprop.storage.Storage;

/** Processes that retrain: killed wherever they are, stopped, or two of them at once. */
class RetrainIT {

  private static final Path PROJECT = Path.of("").toAbsolutePath();
  private static final long BOUND_MILLIS = 60_000;

  /** The seed of the data is the night's, so that each night has others. */
  private static final String CONFIGURATION =
      """
      recipe = textbook
      input { format = clouds, clouds { samples = 300, seed = ${run.day} } }
      validation { fraction = 0.3 }, network { hidden = [8], activation = tanh }
      training { epochs = 1500, record-every = 500, checkpoint-every = 100, partitions = 1 }
      training { epochs-per-job = 50 }
      optimizer { learning-rate = 0.05, gradient = mean }
      retrain { root = models, name = night, keep-versions = 2, gate { tolerance = 1 } }
      """;

  /** What is run by the profile {@code kills} alone. */
  private static final String LONG = "long";

  private static final String FIRST = "2026-11-01";
  private static final String SECOND = "2026-11-02";
  private static final String THIRD = "2026-11-03";

  /** How far a run has got, as can be seen of its files. */
  private enum Phase {
    LEASED("lease.json"),
    BEGUN("runs/" + SECOND + "/status.json"),
    CONFIGURED("runs/" + SECOND + "/configuration.json"),
    CHECKPOINT("runs/" + SECOND + "/checkpoints"),
    RESUMABLE(
        "runs/" + SECOND + String.format(Locale.ROOT, "/checkpoints/epoch-%020d/complete", 100)),
    WRITING("versions/" + SECOND + "-g2"),
    COMPLETE("versions/" + SECOND + "-g2/manifest.json"),
    PUBLISHED(String.format(Locale.ROOT, "current/%020d.json", 2)),
    LOGGED("runs.jsonl");

    private final String file;

    Phase(String file) {
      this.file = file;
    }

    boolean isReachedIn(Path home) {
      try {
        return this == LOGGED
            ? Files.readString(home.resolve(file)).contains(SECOND)
            : Files.exists(home.resolve(file));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    /** Whether so little is left to do that a process may end before it is killed. */
    boolean isLate() {
      return compareTo(WRITING) >= 0;
    }
  }

  @TempDir private static Path directory;
  private static String before;
  private static String undisturbed;

  @BeforeAll
  static void retrainTwoNightsWithoutDisturbance() throws IOException, InterruptedException {
    Files.writeString(directory.resolve("night.conf"), CONFIGURATION);
    Place first = new Place(Files.createDirectories(directory.resolve("first")));
    first.succeeds(FIRST);
    before = first.currentSha();
    Place second = place("undisturbed");
    second.succeeds(SECOND);
    undisturbed = second.currentSha();
    assertThat(undisturbed).isNotEqualTo(before);
  }

  /** A place in which one version is in service. */
  private static Place place(String name) throws IOException {
    Path path = directory.resolve(name);
    FileUtils.copyDirectory(directory.resolve("first").toFile(), path.toFile());
    return new Place(path);
  }

  /** A directory in which the command is given, and all that belongs to its model. */
  private record Place(Path path) {

    Path home() {
      return path.resolve("models/night");
    }

    private Command retrain(String run, String... more) {
      List<String> words = new ArrayList<>(List.of(PROJECT.resolve("submit.sh").toString()));
      words.addAll(List.of("--master", "local[1]", "--conf", "spark.ui.enabled=false"));
      words.addAll(List.of("retrain", "../night.conf", "--run-id", run));
      words.addAll(List.of(more));
      return new Command(path, words);
    }

    Process started(String run, String... more) throws IOException {
      return retrain(run, more).start(path.resolve(run + ".out"), path.resolve(run + ".err"));
    }

    String error(String run) throws IOException {
      return Files.readString(path.resolve(run + ".err"));
    }

    void signal(Process process, String signal) throws IOException, InterruptedException {
      String number = Long.toString(process.pid());
      assertThat(new Command(path, List.of("kill", "-" + signal, number)).run().code()).isZero();
    }

    String succeeds(String run, String... more) throws IOException, InterruptedException {
      Command.Result result = retrain(run, more).run();
      assertThat(result.code()).as(result.out() + result.err()).isZero();
      return result.out();
    }

    Map<String, Object> status(String run) throws IOException {
      String name = "runs/" + run + "/status.json";
      return Json.parse(Files.readAllBytes(home().resolve(name)), name);
    }

    Pointer current() {
      return new Pointers(new LocalStorage(home())).current().orElseThrow();
    }

    /** Of the weights that are in service, which have to load. */
    String currentSha() {
      Storage home = new LocalStorage(home());
      Model model = new Versions(home).model(current().version().orElseThrow());
      return WeightsFile.sha256(WeightsFile.write(model.network(), model.parameters()));
    }

    void assertNoLease() {
      assertThat(home().resolve("lease.json")).doesNotExist();
    }

    void assertTheSameCommandEndsAsIfNothingHadHappened() throws IOException, InterruptedException {
      succeeds(SECOND);
      assertThat(currentSha()).isEqualTo(undisturbed);
      assertThat(status(SECOND))
          .containsEntry("state", "succeeded")
          .containsEntry("outcome", "published")
          .containsEntry("exit_code", 0);
      assertNoLease();
    }
  }

  /** Waits until it is seen. */
  private static void await(Process process, Phase phase, Path home) throws InterruptedException {
    long deadline = System.currentTimeMillis() + BOUND_MILLIS;
    while (process.isAlive() && !phase.isReachedIn(home)) {
      assertThat(System.currentTimeMillis()).as("before %s", phase).isLessThan(deadline);
      Thread.sleep(1);
    }
  }

  private static int exitCode(Process process) throws InterruptedException {
    assertThat(process.waitFor(BOUND_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
    return process.exitValue();
  }

  @ParameterizedTest
  @EnumSource(names = {"RESUMABLE", "WRITING", "PUBLISHED"})
  void whereverItIsKilledTheCurrentModelLoadsAndTheSameCommandGoesOn(Phase phase)
      throws IOException, InterruptedException {
    killAndGoOn(phase);
  }

  @ParameterizedTest
  @Tag(LONG)
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"RESUMABLE", "WRITING", "PUBLISHED"})
  void inAllOtherPhasesToo(Phase phase) throws IOException, InterruptedException {
    killAndGoOn(phase);
  }

  private static void killAndGoOn(Phase phase) throws IOException, InterruptedException {
    Place place = place("killed-" + phase);
    Process process = place.started(SECOND);
    String program = "unknown";
    try {
      await(process, phase, place.home());
      program = process.info().command().orElse(program);
    } finally {
      process.destroyForcibly();
    }
    int code = exitCode(process);
    assertThat(place.currentSha()).isIn(before, undisturbed);
    if (!phase.isLate()) {
      assertThat(code).as(place.error(SECOND)).isEqualTo(137);
      assertThat(program).as("what was killed").endsWith("/java");
      assertThat(place.home().resolve("lease.json")).exists();
      assertThat(place.currentSha()).isEqualTo(before);
    }
    place.assertTheSameCommandEndsAsIfNothingHadHappened();
    assumeThat(code).as("it ended before it was killed").isEqualTo(137);
  }

  @ParameterizedTest
  @Tag(LONG)
  @EnumSource(names = {"CONFIGURED", "CHECKPOINT"})
  void afterSigtermTheLeaseIsGivenBackAndTheSameCommandGoesOn(Phase phase)
      throws IOException, InterruptedException {
    Place place = place("stopped-" + phase);
    Process process = place.started(SECOND);
    try {
      await(process, phase, place.home());
      process.destroy();
      assertThat(exitCode(process)).as(place.error(SECOND)).isEqualTo(143);
    } finally {
      process.destroyForcibly();
    }
    place.assertNoLease();
    assertThat(place.status(SECOND))
        .containsEntry("state", "stopped")
        .containsEntry("exit_code", 143);
    assertThat(place.home().resolve("runs.jsonl")).content().doesNotContain("failed");
    assertThat(place.currentSha()).isEqualTo(before);
    place.assertTheSameCommandEndsAsIfNothingHadHappened();
  }

  /** A machine that was asleep, a process that was swapped out: it does not know how late it is. */
  @Test
  @Tag(LONG)
  void aProcessThatSleptWhileAnotherTookOverItsLeasePublishesNothing()
      throws IOException, InterruptedException {
    Place place = place("asleep");
    Process process = place.started(SECOND, "--set", "retrain.lease-seconds=10");
    try {
      await(process, Phase.RESUMABLE, place.home());
      place.signal(process, "STOP");
      place.succeeds(THIRD, "--wait=60");
      Pointer current = place.current();
      assertThat(current.run()).contains(THIRD);
      place.signal(process, "CONT");
      assertThat(exitCode(process)).as(place.error(SECOND)).isEqualTo(75);
      assertThat(place.error(SECOND)).contains("was lost", "nothing is published");
      assertThat(place.current()).isEqualTo(current);
    } finally {
      process.destroyForcibly();
    }
    assertThat(place.succeeds(SECOND)).contains("resumes from the checkpoint after epoch");
    assertThat(place.current().run()).contains(SECOND);
    place.assertNoLease();
  }

  @Test
  void ofTwoAtOnceOneIsToldWhoIsUnderWay() throws IOException, InterruptedException {
    Place place = place("two");
    int[] codes = bothEnd(place);
    assertThat(codes).containsExactlyInAnyOrder(0, 75);
    String winner = codes[0] == 0 ? SECOND : THIRD;
    String loser = codes[0] == 0 ? THIRD : SECOND;
    assertThat(place.error(loser)).contains("error: run " + winner + " has the lease");
    assertThat(place.current().run()).contains(winner);
    assertThat(place.current().generation()).isEqualTo(2);
    assertThat(place.home().resolve("runs").resolve(loser)).doesNotExist();
    place.assertNoLease();
  }

  @Test
  @Tag(LONG)
  void ofTwoAtOnceThatMayWaitBothPublish() throws IOException, InterruptedException {
    Place place = place("waiting");
    assertThat(bothEnd(place, "--wait")).containsExactly(0, 0);
    List<Pointer> pointers = new Pointers(new LocalStorage(place.home())).all();
    assertThat(pointers).extracting(Pointer::generation).endsWith(2L, 3L);
    assertThat(pointers.stream().flatMap(pointer -> pointer.run().stream()))
        .contains(SECOND, THIRD);
    try (Stream<String> runs = Files.lines(place.home().resolve("runs.jsonl"))) {
      assertThat(runs.map(line -> Json.parse(line.getBytes(StandardCharsets.UTF_8), "runs")))
          .extracting(run -> run.get("exit_code"))
          .containsExactly(0, 0, 0);
    }
    place.assertNoLease();
  }

  private static int[] bothEnd(Place place, String... more)
      throws IOException, InterruptedException {
    Process second = place.started(SECOND, more);
    Process third = place.started(THIRD, more);
    try {
      return new int[] {exitCode(second), exitCode(third)};
    } finally {
      second.destroyForcibly();
      third.destroyForcibly();
    }
  }
}
