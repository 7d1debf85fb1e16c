package org.sparkbackprop.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.ModelDirectory;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.LayerHealth;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.run.RunDirectory.Existing;
import org.sparkbackprop.storage.LocalStorage;
import org.sparkbackprop.storage.StorageException;
import org.sparkbackprop.training.loop.EpochRecord;
import org.sparkbackprop.training.loop.History;
import org.sparkbackprop.training.loop.TimeParts;
import org.sparkbackprop.training.loop.TrainingState.Effort;

class RunDirectoryTest {

  private static final Network NETWORK = Network.of(2, List.of(), Activations.IDENTITY, 2);

  @TempDir private Path parent;
  private Path path;
  private LocalStorage storage;

  @BeforeEach
  void nameADirectory() {
    path = parent.resolve("run");
    storage = new LocalStorage(path);
  }

  private static Model model(long seed) {
    Preparation preparation = Preparation.ofNumbers(List.of("x", "y"), List.of("a", "b"), 1);
    return new Model(preparation, NETWORK, Initializer.parameters(NETWORK, seed), Map.of());
  }

  private void refused(Existing existing) {
    assertThatThrownBy(() -> RunDirectory.at(storage, existing))
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.CANNOT_CREATE))
        .hasMessageContaining(path.toString());
  }

  @Test
  void anExistingDirectoryIsRefusedUnlessARunIsToBeReplaced() throws IOException {
    RunDirectory run = RunDirectory.at(storage, Existing.REFUSED);
    run.firstStatus(Map.of("state", "succeeded"));
    refused(Existing.REFUSED);
    assertThat(RunDirectory.at(storage, Existing.REPLACED).location()).isEqualTo(path.toString());
    Files.delete(path.resolve("status.json"));
    refused(Existing.REFUSED);
    Files.writeString(path.resolve("letter.txt"), "not a run");
    refused(Existing.REPLACED);
    assertThat(path.resolve("letter.txt")).hasContent("not a run");
  }

  @Test
  void aFileInThePlaceOfTheDirectoryIsRefused() throws IOException {
    Files.writeString(path, "a file");
    refused(Existing.REFUSED);
    refused(Existing.REPLACED);
    assertThat(path).hasContent("a file");
  }

  @Test
  void whatIsLeftOfARunThatFailedBeforeTrainingMayBeUsed() {
    RunDirectory.at(storage, Existing.REFUSED).firstStatus(Map.of("state", "failed"));
    RunDirectory.at(storage, Existing.REFUSED).firstStatus(Map.of("state", "running"));
    refused(Existing.REFUSED);
  }

  @Test
  void anEarlierModelStaysUntilTheNewOneIsWhole() {
    RunDirectory first = RunDirectory.at(storage, Existing.REFUSED);
    first.firstStatus(Map.of("state", "running"));
    first.write("metrics.json", "{}");
    first.commitModel(model(1));
    RunDirectory second = RunDirectory.at(storage, Existing.REPLACED);
    second.begin(Map.of("network", Map.of()), List.of());
    assertThat(storage.exists("metrics.json")).isFalse();
    assertThat(ModelDirectory.read(storage.directory("model")).parameters())
        .isEqualTo(model(1).parameters());
    second.commitModel(model(2));
    assertThat(ModelDirectory.read(storage.directory("model")).parameters())
        .isEqualTo(model(2).parameters());
    assertThat(storage.list("")).containsExactly("configuration.json", "model", "status.json");
  }

  @Test
  void historyLinesAreThereAsSoonAsTheyAreAdded() throws IOException {
    RunDirectory run = RunDirectory.at(storage, Existing.REFUSED);
    try (RunDirectory.HistoryFile file = run.history()) {
      file.add(new EpochRecord(0, 3.5, 0.5, 0.25, 0, Effort.NONE, TimeParts.NONE));
      assertThat(path.resolve("history.jsonl"))
          .hasContent(
              "{\"epoch\":0,\"cost\":3.5,\"mean_cost\":0.5,\"accuracy\":0.25,"
                  + "\"error_rate\":0.75,\"seconds\":0.0,\"compute_seconds\":0.0,"
                  + "\"waiting_seconds\":0.0,\"aggregation_seconds\":0.0,"
                  + "\"driver_seconds\":0.0,\"passes\":0,\"rounds\":0}");
      file.add(
          new EpochRecord(1, 3, 0.4, 0.5, 1, Effort.NONE, TimeParts.NONE)
              .with(new EpochRecord.Validation(2, 0.2, 0.75)));
      file.add(
          new EpochRecord(2, 3, 0.4, 0.5, 1, Effort.NONE, TimeParts.NONE)
              .with(
                  List.of(
                      new LayerHealth(1, 0.25, 0, 0.125),
                      new LayerHealth(2, Double.NaN, Double.NaN, 0.5))));
      file.addLast(new EpochRecord(3, 3, 0.4, 0.5, 1, Effort.NONE, TimeParts.NONE), 1);
    }
    List<String> lines = Files.readAllLines(path.resolve("history.jsonl"));
    assertThat(lines.get(1))
        .endsWith(
            "\"validation_cost\":2.0,\"validation_mean_cost\":0.2,\"validation_accuracy\":0.75}");
    assertThat(lines.get(2))
        .endsWith(
            "\"rounds\":0,\"layers\":[{\"layer\":1,\"saturated\":0.25,\"stuck\":0.0,"
                + "\"gradient\":0.125},{\"layer\":2,\"gradient\":0.5}]}");
    assertThat(lines.get(3)).startsWith("{\"epoch\":3,").endsWith(",\"chosen_epoch\":1}");
  }

  @Test
  void theLastLineNamesNoOtherEpochIfItsWeightsAreTheFinalOnes() throws IOException {
    RunDirectory run = RunDirectory.at(storage, Existing.REFUSED);
    try (RunDirectory.HistoryFile file = run.history()) {
      file.addLast(new EpochRecord(3, 3, 0.4, 0.5, 1, Effort.NONE, TimeParts.NONE), 3);
    }
    assertThat(Files.readString(path.resolve("history.jsonl"))).endsWith("\"rounds\":0}\n");
  }

  @Test
  void stepsInWhichTheErrorRateRoseWhileTheCostFellAreCounted() {
    History history = new History();
    double[][] costAndAccuracy = {{10, 0.5}, {9, 0.6}, {8, 0.55}, {8.5, 0.5}, {7, 0.5}, {6, 0.4}};
    for (int i = 0; i < costAndAccuracy.length; i++) {
      double[] row = costAndAccuracy[i];
      history.add(
          new EpochRecord(i * 100L, row[0], row[0] / 10, row[1], i, Effort.NONE, TimeParts.NONE));
    }
    History.CostAgainstErrorRate counted = history.costAgainstErrorRate();
    assertThat(counted.steps()).isEqualTo(5);
    assertThat(counted.costFell()).isEqualTo(4);
    assertThat(counted.errorRoseThough())
        .extracting(EpochRecord::epoch)
        .containsExactly(200L, 500L);
  }
}
