package org.sparkbackprop.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparkbackprop.FailingStorage;
import org.sparkbackprop.FailingStorage.Way;
import org.sparkbackprop.storage.LocalStorage;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.storage.StorageException;

class PredictionFilesTest {

  private static final String BAD_ROWS = ".quarantine.partial/rows.jsonl";
  private static final Map<String, String> EARLIER =
      Map.of("predictions.csv", "earlier", "quarantine/rows.jsonl", "earlier bad rows");
  private static final Map<String, String> NEW =
      Map.of("predictions.csv", "new", "quarantine/rows.jsonl", "new bad rows");
  private static final Map<String, String> NEW_WITHOUT_BAD_ROWS = Map.of("predictions.csv", "new");

  @TempDir private Path directory;
  private Path output;
  private Storage storage;

  @BeforeEach
  void begin() {
    output = directory.resolve("p");
    storage = new LocalStorage(output);
  }

  @Test
  void newPredictionsTakeThePlaceOfEarlierOnes() throws IOException {
    earlier();
    predict(storage, NEW);
    assertThat(files()).isEqualTo(NEW);
    predict(storage, NEW_WITHOUT_BAD_ROWS);
    assertThat(files()).isEqualTo(NEW_WITHOUT_BAD_ROWS);
  }

  /** Whatever call fails, the earlier files or the new ones are there, and belong together. */
  @ParameterizedTest
  @EnumSource(
      value = Way.class,
      names = {"BEFORE", "AFTER", "DEAD"})
  void nothingIsLostWhereverItFails(Way way) throws IOException {
    for (Map<String, String> wanted : List.of(NEW, NEW_WITHOUT_BAD_ROWS)) {
      int call = 0;
      boolean failed;
      do {
        storage.delete("");
        earlier();
        failed = fails(FailingStorage.at(storage, ++call, way), wanted);
        Map<String, String> left = files();
        if (failed && way == Way.DEAD) { // under the one name or the other
          assertThat(
                  left.values().containsAll(EARLIER.values())
                      || left.values().containsAll(wanted.values()))
              .as("call %d leaves %s", call, left)
              .isTrue();
        } else if (failed) {
          left.keySet().removeIf(name -> name.startsWith("."));
          assertThat(left).as("call %d", call).isIn(EARLIER, wanted);
        }
        predict(storage, wanted); // whatever is left is no hindrance
        assertThat(files()).as("call %d", call).isEqualTo(wanted);
      } while (failed);
      assertThat(call).as("calls that failed").isGreaterThan(8);
    }
  }

  @Test
  void whatAKilledRunPutAsideIsKeptUntilThereIsMore() throws IOException {
    earlier();
    storage.commit("predictions.csv", ".predictions.csv.earlier");
    PredictionFiles files = new PredictionFiles(storage);
    files.discard(new IllegalStateException());
    assertThat(files()).containsEntry(".predictions.csv.earlier", "earlier");
    predict(storage, NEW);
    assertThat(files()).isEqualTo(NEW);
  }

  @Test
  void aDirectoryThatWasNotThereGoesAgainUnlessSomebodyElseUsesIt() throws IOException {
    PredictionFiles files = new PredictionFiles(storage);
    write(storage, ".predictions.csv.partial", "half");
    files.discard(new IllegalStateException());
    assertThat(output).doesNotExist();
    write(storage, ".predictions.csv.partial", "half");
    write(storage, "theirs.txt", "theirs");
    files.discard(new IllegalStateException());
    assertThat(files()).isEqualTo(Map.of("theirs.txt", "theirs"));
  }

  private void earlier() {
    EARLIER.forEach((name, text) -> write(storage, name, text));
  }

  private static boolean fails(Storage storage, Map<String, String> wanted) {
    PredictionFiles files = null;
    try {
      files = new PredictionFiles(storage);
      predict(files, storage, wanted);
      return false;
    } catch (StorageException e) {
      if (files != null) {
        files.discard(e);
      }
      return true;
    }
  }

  private static void predict(Storage storage, Map<String, String> wanted) {
    predict(new PredictionFiles(storage), storage, wanted);
  }

  private static void predict(PredictionFiles files, Storage storage, Map<String, String> wanted) {
    write(files.predictions(), wanted.get("predictions.csv"));
    String badRows = wanted.get("quarantine/rows.jsonl");
    if (badRows != null) {
      write(storage, BAD_ROWS, badRows);
    }
    files.commit();
  }

  private static void write(Storage storage, String name, String text) {
    write(storage.create(name), text);
  }

  private static void write(OutputStream stream, String text) {
    try (stream) {
      stream.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new StorageException(StorageException.Kind.FAILED, e.getMessage(), e);
    }
  }

  private Map<String, String> files() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> all = Files.walk(output)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        found.put(output.relativize(file).toString(), Files.readString(file));
      }
    }
    return found;
  }
}
