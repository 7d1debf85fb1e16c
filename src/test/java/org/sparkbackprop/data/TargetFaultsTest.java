package org.sparkbackprop.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.config.ConfigurationFile;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.settings.TrainingSettings;

/** What is wrong with the targets of rows is said with the place and a remedy. */
class TargetFaultsTest {

  @TempDir private static Path directory;

  private static JavaSparkContext spark;

  private static Path configuration;

  @BeforeAll
  static void start() throws IOException {
    spark = LocalSpark.start("local[1]");
    configuration =
        Files.writeString(
            directory.resolve("faults.conf"),
            "recipe = textbook\ninput { format = csv, label = y }\n");
  }

  @AfterAll
  static void stopSpark() {
    spark.close();
  }

  /** Rows are separated by slashes. */
  private static Path rows(String name, String rows) throws IOException {
    return Files.write(directory.resolve(name), List.of(rows.split("/")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "x,y/1,2.5/2,abc/3,4|target.kind=number"
            + "|line 3: column y: 'abc' is not a finite number; for names of classes, set target.kind",
        "x,y/1,2.5/2,/3,4|target.kind=number|line 3: column y: the target is missing",
        "x,y/1,2.5/2,NA/3,4|target.kind=number|'NA' is not a finite number; if it stands for a",
        "x,y/1,2.5/2,Infinity/3,4|target.kind=number"
            + "|line 3: column y: 'Infinity' is not a finite number; correct the row",
        "x,y/1,2/2,-1/3,4|target.kind=number && target.loss=poisson"
            + "|line 3: the target y is -1, less than 0, which target.loss = poisson cannot have",
        "x,y/1,2/2,2/3,2|target.kind=number"
            + "|rows.csv: the target y is 2 in all training rows, so that there is nothing to learn",
        "x,y/1,0/2,0|target.kind=number && target.loss=poisson|the target y is 0 in all training",
        "x,y/1,1e308/2,-1e308|target.kind=number|rows.csv: the values of the target y, from -1.0E308",
        "x,a,b/1,0,1/2,2,0|target.kind=labels && target.columns=[a,b]"
            + "|line 3: column a: '2' is neither true nor false; see input.true-texts",
        "x,a,b/1,0,1/2,,0|target.kind=labels && target.columns=[a,b]|column a: the target is missing",
        "x,y/1,red;blue/2,red;;blue|target.kind=labels && target.separator=;"
            + "|line 3: one of the names of its labels is empty; correct the list",
        "x,y/1,red;blue/2,red;red|target.kind=labels && target.separator=;"
            + "|line 3: it names the label 'red' twice",
        "x,y/1,/2,|target.kind=labels|rows.csv: no row has a label",
        "x,y/1,0/2,1/3,1|target.kind=labels|this is a column of true and false",
        "x,y/1,red/2,blue/3,green|target.kind=labels && input.classes=[red,blue]"
            + "|line 4: the label 'green' is not one of the labels [red, blue]",
        "x,y/1,2/2,3|target.kind=number && input.features=[x,y]"
            + "|rows.csv: column y cannot be both a feature and the target",
        "x,y/1,2/2,3|target.kind=number && target.columns=[y,1]|names column y twice, by name and",
        "x,y/1,2/2,3|target.kind=number && target.columns=[q]"
            + "|has no target column 'q'; its columns are [x, y]; name the right one by target.columns",
        "x,y/1,2/2,3|target.kind=number && input.label=q|name the right one by input.label",
        "x,y/1,a/2,b|target.positive-class=c"
            + "|rows.csv: target.positive-class = c is not one of the classes [a, b]",
        "x,y/1,a/2,a|target.loss=sigmoid-cross-entropy|rows.csv: all rows have the label [a]",
        "x,y/1,a/2,b/3,c|target.loss=sigmoid-cross-entropy"
            + "|has 3 classes, [a, b, c], but target.loss = sigmoid-cross-entropy is for two",
        "x,y/1,a/2,b/3,c|target.threshold=0.4|but target.threshold and target.positive-class are for",
      })
  void rowsThatDoNotFitAreRefused(String rows, String settings, String message) throws IOException {
    requireRefused(rows("rows.csv", rows), settings, message);
  }

  @Test
  void amountsAndManyNamesAreNoClasses() throws IOException {
    String fractions =
        IntStream.range(0, 60)
            .mapToObj(i -> i + "," + i % 30 + ".5")
            .reduce("x,y", TargetFaultsTest::line);
    requireRefused(
        rows("a.csv", fractions),
        "",
        "a.csv: the labels are 30 different numbers",
        "set target.kind = number");
    String names =
        IntStream.range(0, 1_100)
            .mapToObj(i -> i + ",name" + i)
            .reduce("x,y", TargetFaultsTest::line);
    Path many = rows("many.csv", names);
    requireRefused(many, "", "more than 1,000 different labels", "set target.kind = number");
    requireRefused(
        many, "target.kind=labels", "more than 1,000 different names", "target.separator");
  }

  private static void requireRefused(Path rows, String settings, String... messages) {
    List<String> changes = new ArrayList<>(List.of("input.path=" + rows));
    changes.addAll(settings.isEmpty() ? List.of() : List.of(settings.split(" && ")));
    TrainingSettings read =
        ConfigurationFile.read(configuration.toString(), changes, new Configuration()).training();
    assertThatThrownBy(
            () -> InspectedInput.forTraining(spark, InspectedInput.AS_CONFIGURED, read).close())
        .isInstanceOfSatisfying(
            DataException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.BAD_DATA))
        .hasMessageContainingAll(messages);
  }

  private static String line(String before, String row) {
    return before + "/" + row;
  }
}
