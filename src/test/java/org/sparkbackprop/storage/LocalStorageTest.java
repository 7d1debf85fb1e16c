package org.sparkbackprop.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStorageTest {

  @TempDir private Path directory;

  @Test
  void aWrittenFileIsReadBackAndReplacedWhole() {
    Storage storage = new LocalStorage(directory);
    storage.writeText("a/b.txt", "first");
    storage.writeText("a/b.txt", "second");
    assertThat(new String(storage.read("a/b.txt", 10), StandardCharsets.UTF_8)).isEqualTo("second");
    assertThat(storage.list("a")).containsExactly("b.txt");
    assertThat(storage.list("nothing")).isEmpty();
  }

  @Test
  void aFileLargerThanTheLimitIsNotRead() {
    Storage storage = new LocalStorage(directory);
    storage.writeText("big", "0123456789");
    assertThatThrownBy(() -> storage.read("big", 9))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("10 bytes, more than the 9");
  }

  @Test
  void aMissingFileIsNamed() {
    Storage storage = new LocalStorage(directory);
    assertThatThrownBy(() -> storage.read("missing", 10))
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.NOT_FOUND))
        .hasMessageContaining(directory.resolve("missing").toString());
  }

  @Test
  void commitMovesADirectoryAndNeverOntoAnother() {
    Storage storage = new LocalStorage(directory);
    storage.writeText(".aside/file", "new");
    storage.commit(".aside", "model");
    assertThat(storage.exists(".aside")).isFalse();
    storage.writeText(".aside/file", "newer");
    assertThatThrownBy(() -> storage.commit(".aside", "model"))
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.CANNOT_CREATE));
    assertThat(new String(storage.read("model/file", 10), StandardCharsets.UTF_8)).isEqualTo("new");
    storage.delete("model");
    assertThat(storage.exists("model")).isFalse();
    storage.delete("model");
  }

  @Test
  void aFileIsCreatedOnlyIfThereIsNone() {
    Storage storage = new LocalStorage(directory);
    assertThat(storage.createIfAbsent("a/b.txt", "first".getBytes(StandardCharsets.UTF_8)))
        .isTrue();
    assertThat(storage.createIfAbsent("a/b.txt", "second".getBytes(StandardCharsets.UTF_8)))
        .isFalse();
    assertThat(new String(storage.read("a/b.txt", 10), StandardCharsets.UTF_8)).isEqualTo("first");
    assertThat(storage.list("a")).containsExactly("b.txt");
    storage.delete("a/b.txt");
    assertThat(storage.createIfAbsent("a/b.txt", "third".getBytes(StandardCharsets.UTF_8)))
        .isTrue();
  }

  @RepeatedTest(20)
  void ofManyThatCreateAFileAtOnceOneSucceedsAndItIsSeenWhole() {
    Race.run(new LocalStorage(directory), "race");
  }

  @Test
  void aDirectoryOfTheNameIsLeftAlone() {
    Storage storage = new LocalStorage(directory);
    storage.writeText("name/file", "x");
    assertThat(storage.createIfAbsent("name", new byte[] {1})).isFalse();
    assertThat(storage.list("")).containsExactly("name");
    assertThat(storage.list("name")).containsExactly("file");
  }

  @Test
  void aFileWhereADirectoryMustBeIsAnErrorThatSaysSo() throws IOException {
    Files.writeString(directory.resolve("file"), "");
    Storage storage = new LocalStorage(directory.resolve("file"));
    assertThatThrownBy(() -> storage.writeText("inside", "x"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("cannot write");
  }

  @Test
  void hadoopsLocalPathsAreServedWithoutChecksumFiles() {
    Storage storage = HadoopStorage.at(directory.toUri().toString(), new Configuration());
    storage.writeText("file", "x");
    assertThat(storage).isInstanceOf(LocalStorage.class);
    assertThat(new LocalStorage(directory).list("")).containsExactly("file");
  }

  @Test
  void jsonRefusesNumbersThatItCannotHold() {
    Map<String, Object> nested = Map.of("metrics", Map.of("costs", List.of(1.0, Double.NaN)));
    assertThatThrownBy(() -> Json.line(nested))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("metrics.costs = NaN");
    assertThat(Json.parse(Json.line(Map.of("a", 0.1)).getBytes(StandardCharsets.UTF_8), "x"))
        .containsEntry("a", 0.1);
    assertThatThrownBy(() -> Json.parse("[1]".getBytes(StandardCharsets.UTF_8), "history"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("history is not a JSON object");
  }

  @Test
  void whatAWriterThatFailsHasWrittenIsRemoved() {
    LocalStorage storage = new LocalStorage(directory);
    StorageException full = new StorageException(StorageException.Kind.FAILED, "the disk is full");
    assertThatThrownBy(
            () ->
                storage.writeOrRemove(
                    "new",
                    () -> {
                      storage.writeText("new/a", "half");
                      throw full;
                    }))
        .isSameAs(full);
    assertThat(storage.list("")).doesNotContain("new");
    storage.writeOrRemove("new", () -> storage.writeText("new/a", "whole"));
    assertThat(storage.list("new")).containsExactly("a");
  }
}
