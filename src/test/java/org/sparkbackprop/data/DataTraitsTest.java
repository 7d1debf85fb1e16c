package org.sparkbackprop.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.model.MissingValues;
import org.sparkbackprop.model.Preparation.UnknownCategories;
import org.sparkbackprop.model.Standardisation.Method;
import org.sparkbackprop.settings.BadRowPolicy;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.HoldOutSettings;
import org.sparkbackprop.settings.HoldOutShares;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.PreparationSettings;

/** What defaults may know of an input. */
class DataTraitsTest {

  private static JavaSparkContext spark;

  @TempDir private Path directory;

  @BeforeAll
  static void startSpark() {
    spark = LocalSpark.start("local[2]");
  }

  @AfterAll
  static void stopSpark() {
    spark.close();
  }

  private static DataTraits traits(
      InputSettings input, MissingValues.Policy missing, HoldOutSettings heldOut) {
    try (InspectedInput inspected =
        InspectedInput.forTraining(
            spark,
            InspectedInput.AS_CONFIGURED,
            input,
            new PreparationSettings(Method.Z_SCORE, missing, 0, UnknownCategories.REFUSED),
            heldOut,
            Precision.FLOAT)) {
      return inspected.traits();
    }
  }

  @Test
  void aTableIsDescribedByItsTrainingRows() throws IOException {
    List<String> lines = new ArrayList<>(List.of("x,y,wet,color,shape,label"));
    for (int i = 0; i < 200; i++) {
      String color = List.of("red", "green", "blue").get(i % 3);
      lines.add(
          "%s,%s,%s,%s,round,%s".formatted(i / 10.0, i == 7 ? "" : 0, i % 2, color, i % 4 / 3));
    }
    Path path = Files.write(directory.resolve("rows.csv"), lines);
    ColumnSettings columns =
        new ColumnSettings(
            "label",
            Optional.empty(),
            List.of(),
            List.of(),
            List.of("wet"),
            Map.of("color", List.of(), "shape", List.of()),
            10,
            Map.of(),
            Set.of(""),
            List.of());
    HoldOutSettings heldOut =
        new HoldOutSettings(
            new HoldOutShares(0.2, 0.1, 1, HoldOutShares.Of.EACH_CLASS),
            List.of(),
            Optional.empty());
    DataTraits traits =
        traits(Inputs.withColumns(Inputs.csv(path), columns), MissingValues.Policy.MEAN, heldOut);
    // of x 199, of y the missing one, of wet 100 are not 0
    assertThat(traits)
        .isEqualTo(new DataTraits(140, 2, 1, 2, 4, 7, 2, 35, 105, false, 300 / 600.0, false, true));
  }

  @Test
  void sparseRowsOfBytesAreKnownAsSuch() throws IOException {
    Path path =
        Files.write(
            directory.resolve("rows.libsvm"), List.of("a 1:1 3:255", "b 2:7", "a 4:2", "a 1:9"));
    InputSettings input =
        Inputs.of(
            "libsvm", path.toString(), null, ColumnSettings.numbers("label"), BadRowPolicy.fail());
    DataTraits traits =
        DataTraitsTest.traits(
            Inputs.withLayout(input, InputSettings.Layout.DENSE),
            MissingValues.Policy.REFUSE,
            HoldOutSettings.none());
    assertThat(traits)
        .isEqualTo(new DataTraits(4, 4, 0, 0, 0, 4, 2, 1, 3, true, 5 / 16.0, true, false));
  }
}
