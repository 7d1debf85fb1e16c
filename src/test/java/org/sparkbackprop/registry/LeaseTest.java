package org.sparkbackprop.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.storage.Json;
import org.sparkbackprop.storage.LocalStorage;

/** Of many who want to publish, one may; and who has lost the right cannot. */
class LeaseTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(300);

  @TempDir private Path directory;
  private LocalStorage home;

  @BeforeEach
  void makeHome() {
    home = new LocalStorage(directory);
  }

  private Lease lease(String run, Duration duration) {
    return Lease.acquire(home, run, duration, Duration.ZERO);
  }

  /** As if a process of another machine had it. */
  private void leaveForeignLease(Instant expiry) {
    LeaseFile foreign =
        new LeaseFile(
            "token-of-another",
            "foreign",
            new ProcessIdentity("another machine", 1, "1"),
            Instant.now().minusSeconds(600),
            expiry,
            1);
    home.write(LeaseFile.NAME, foreign.bytes());
  }

  @Test
  void aSecondRunIsTurnedAwayUntilTheFirstHasEnded() {
    Lease first = lease("first", MINUTE);
    assertThatThrownBy(() -> lease("second", MINUTE))
        .isInstanceOf(LeaseException.class)
        .hasMessageContaining("run first has the lease")
        .hasMessageContaining("or wait for it");
    first.close();
    lease("second", MINUTE).close();
    assertThat(home.exists("lease.json")).isFalse();
  }

  @Test
  void whoWaitsGetsItWhenTheOtherEnds() throws Exception {
    Lease first = lease("first", MINUTE);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<Lease> second =
          threads.submit(() -> Lease.acquire(home, "second", MINUTE, Duration.ofSeconds(30)));
      Thread.sleep(200);
      assertThat(second.isDone()).isFalse();
      first.close();
      second.get().close();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void eachPublicationIsTheNextGeneration() {
    for (int i = 1; i <= 3; i++) {
      try (Lease lease = lease("run-" + i, MINUTE)) {
        assertThat(lease.generation()).isEqualTo(i);
        assertThat(lease.publish("v" + i).generation()).isEqualTo(i);
      }
    }
    assertThat(new Pointers(home).current().flatMap(Pointer::version)).contains("v3");
  }

  @Test
  void aLeaseThatIsRenewedDoesNotRunOut() throws InterruptedException {
    try (Lease lease = lease("long", SHORT)) {
      for (int i = 0; i < 10; i++) {
        Thread.sleep(100);
        assertThatThrownBy(() -> lease("second", MINUTE)).isInstanceOf(LeaseException.class);
      }
      lease.publish("v1");
    }
  }

  @Test
  void aLeaseOfAnotherMachineHoldsUntilItHasRunOut() {
    leaveForeignLease(Instant.now().plusSeconds(60));
    assertThatThrownBy(() -> lease("mine", MINUTE)).isInstanceOf(LeaseException.class);
    leaveForeignLease(Instant.now().minusSeconds(1));
    try (Lease lease = lease("mine", MINUTE)) {
      // generation 1 is the pointer that shuts the former owner out
      assertThat(lease.generation()).isEqualTo(2);
      assertThat(new Pointers(home).all())
          .extracting(Pointer::reason)
          .containsExactly(Pointer.Reason.FENCED);
    }
  }

  @Test
  void whoHasLostTheLeaseCannotPublish() {
    Lease former = lease("former", MINUTE);
    // as if its clock had stood still: to others its lease has run out
    home.write(LeaseFile.NAME, expired(home.read(LeaseFile.NAME, LeaseFile.LIMIT)));
    try (Lease taker = lease("taker", MINUTE)) {
      assertThatThrownBy(() -> former.publish("old"))
          .isInstanceOf(LeaseException.class)
          .hasMessageContaining("run taker has it now");
      former.close();
      taker.publish("new");
    }
    assertThat(new Pointers(home).current().flatMap(Pointer::version)).contains("new");
  }

  /** Even if the former owner writes its lease over that of the taker, which none of ours does. */
  @Test
  void theGenerationOfAFormerOwnerIsTaken() {
    Lease former = lease("former", MINUTE);
    byte[] formerFile = home.read(LeaseFile.NAME, LeaseFile.LIMIT);
    home.write(LeaseFile.NAME, expired(formerFile));
    Lease taker = lease("taker", MINUTE);
    home.write(LeaseFile.NAME, formerFile);
    assertThatThrownBy(() -> former.publish("old"))
        .isInstanceOf(LeaseException.class)
        .hasMessageContaining("it was taken over");
    assertThat(new Pointers(home).current().flatMap(Pointer::version)).isEmpty();
    former.close();
    taker.close();
  }

  private static byte[] expired(byte[] file) {
    var fields = Json.parse(file, "lease");
    fields.put("expires_at", Instant.now().minusSeconds(1).toString());
    return Json.document(fields).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aLeaseOfAProcessThatIsGoneIsTakenAtOnce() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    ProcessIdentity own = ProcessIdentity.own();
    LeaseFile left =
        new LeaseFile(
            "token",
            "killed",
            new ProcessIdentity(own.machine(), gone.pid(), "1"),
            Instant.now(),
            Instant.now().plusSeconds(3600),
            1);
    home.write(LeaseFile.NAME, left.bytes());
    lease("next", MINUTE).close();
  }

  @Test
  void aRollbackMeanwhileMakesAPublicationFail() {
    try (Lease lease = lease("night", MINUTE)) {
      new Pointers(home)
          .create(
              new Pointer(
                  1,
                  Optional.of("v0"),
                  Pointer.Reason.ROLLED_BACK,
                  Optional.empty(),
                  Instant.now()));
      assertThatThrownBy(() -> lease.publish("v1")).isInstanceOf(LeaseException.class);
    }
    assertThat(new Pointers(home).current().flatMap(Pointer::version)).contains("v0");
  }

  @Test
  void ofManyWhoTakeOverAtOnceOneAtMostPublishes() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (int round = 1; round <= 30; round++) {
        leaveForeignLease(Instant.now().minusSeconds(1));
        long before = new Pointers(home).generation();
        List<Callable<Boolean>> takers =
            Stream.iterate(0, i -> i < 8, i -> i + 1)
                .map(i -> (Callable<Boolean>) () -> publishes("taker-" + i))
                .toList();
        long published = 0;
        for (Future<Boolean> taker : threads.invokeAll(takers)) {
          published += taker.get() ? 1 : 0;
        }
        long pointers =
            new Pointers(home)
                .all().stream()
                    .filter(pointer -> pointer.generation() > before)
                    .filter(pointer -> pointer.reason() == Pointer.Reason.PUBLISHED)
                    .count();
        assertThat(published).isEqualTo(pointers);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private boolean publishes(String run) {
    try (Lease lease = lease(run, MINUTE)) {
      lease.publish("of-" + run);
      return true;
    } catch (LeaseException another) {
      return false;
    }
  }
}
