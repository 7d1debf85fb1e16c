package org.sparkbackprop.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.model.ModelFormatException;
import org.sparkbackprop.storage.LocalStorage;
import org.sparkbackprop.storage.StorageException;

/** Old versions go, those that a pointer names stay, and one can go back to them. */
class RetentionTest {

  @TempDir private Path directory;
  private LocalStorage home;
  private Versions versions;
  private Pointers pointers;

  @BeforeEach
  void makeHome() {
    home = new LocalStorage(directory);
    versions = new Versions(home);
    pointers = new Pointers(home);
  }

  private void make(String name, ModelVersion.Verdict verdict) {
    versions.files(name).writeText("metrics.json", "{\"version\":\"" + name + "\"}");
    versions.complete(
        List.of("metrics.json"), name, "run of " + name, verdict, Optional.empty(), Map.of());
  }

  private void publish(String name) {
    make(name, ModelVersion.Verdict.ACCEPTED);
    point(name, Pointer.Reason.PUBLISHED);
  }

  private void point(String name, Pointer.Reason reason) {
    long generation = pointers.generation() + 1;
    assertThat(
            pointers.create(
                new Pointer(
                    generation, Optional.of(name), reason, Optional.of("run"), Instant.now())))
        .isTrue();
  }

  @Test
  void theLatestVersionsAndTheLatestRejectedOnesAreKept() {
    for (int i = 1; i <= 6; i++) {
      publish("v" + i);
      make("r" + i, ModelVersion.Verdict.REJECTED);
    }
    versions.files("cut-off").writeText("metrics.json", "{}");
    new Retention(2).apply(home);
    assertThat(versions.names()).containsExactly("r5", "r6", "v5", "v6");
    assertThat(pointers.all()).extracting(Pointer::generation).containsExactly(5L, 6L);
  }

  @Test
  void whatAPointerNamesIsNeverRemoved() {
    publish("v1");
    publish("v2");
    publish("v3");
    point("v1", Pointer.Reason.ROLLED_BACK);
    new Retention(1).apply(home);
    assertThat(versions.names()).containsExactly("v1");
    assertThat(pointers.current().flatMap(Pointer::version)).contains("v1");
    publish("v4");
    new Retention(2).apply(home);
    assertThat(versions.names()).containsExactly("v1", "v4");
  }

  @Test
  void aRollbackGoesBackStepByStepAndOneCanGoForwardAgain() {
    publish("v1");
    publish("v2");
    publish("v3");
    Rollback rollback = new Rollback(home);
    assertThat(rollback.toPrevious().version()).contains("v2");
    assertThat(rollback.toPrevious().version()).contains("v1");
    assertThatThrownBy(rollback::toPrevious)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("before v1");
    assertThat(rollback.to("v3").generation()).isEqualTo(6);
    assertThatThrownBy(() -> rollback.to("v9"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("there is no version v9");
  }

  @Test
  void aVersionThatWasLeftByGoingBackIsNotGoneBackTo() {
    publish("good");
    publish("bad");
    Rollback rollback = new Rollback(home);
    rollback.toPrevious();
    publish("bad-again");
    assertThat(rollback.toPrevious().version()).contains("good");
  }

  @Test
  void aDamagedManifestIsInNobodysWayAndIsKept() {
    publish("v1");
    publish("v2");
    publish("v3");
    versions.files("v1").writeText("manifest.json", "{\"format\":1");
    assertThat(new Retention(1).apply(home)).containsExactly("v2");
    assertThat(versions.names()).containsExactly("v1", "v3");
    assertThat(versions.all()).extracting(ModelVersion::name).containsExactly("v3");
  }

  @Test
  void aVersionThatIsPutIntoServiceWhileItIsRemovedStays() {
    publish("v1");
    publish("v2");
    assertThat(versions.delete("v1", () -> true)).isFalse();
    versions.verify(versions.require("v1"));
    assertThat(versions.delete("v1", () -> false)).isTrue();
    assertThat(versions.names()).containsExactly("v2");
  }

  @Test
  void aDamagedPointerCanBeLeft() {
    publish("v1");
    publish("v2");
    home.writeText("current/00000000000000000002.json", "{");
    assertThatThrownBy(pointers::current).isInstanceOf(RuntimeException.class);
    assertThat(new Rollback(home).to("v1").generation()).isEqualTo(3);
    assertThat(pointers.current().flatMap(Pointer::version)).contains("v1");
  }

  @Test
  void nobodyGoesBackToADamagedVersion() {
    publish("v1");
    publish("v2");
    versions.files("v1").writeText("metrics.json", "{}");
    assertThatThrownBy(() -> new Rollback(home).toPrevious())
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("metrics.json")
        .hasMessageContaining("SHA-256");
    assertThat(pointers.current().flatMap(Pointer::version)).contains("v2");
  }
}
