package org.sparkbackprop.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.network.DenseEnsemble;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.network.loss.LossFunction;
import org.sparkbackprop.network.loss.Losses;
import org.sparkbackprop.storage.LocalStorage;

/** Models of numbers, labels and two classes on disk, whole and damaged. */
class TargetModelTest {

  private static final Target PRICE =
      Target.ofNumbers(List.of("price"), new double[] {250_000.1}, new double[] {1e-3});
  private static final Target PRICE_AND_SIZE =
      Target.ofNumbers(
          List.of("price", "the \"size\""), new double[] {-1e5, 0.1}, new double[] {7, 1e9});
  private static final Target COUNTS =
      Target.ofNumbers(List.of("visits"), new double[1], new double[] {3.7});
  private static final Target LABELS = Target.ofLabels(List.of("red", "10", "with ;"));
  private static final Target CLASSES = Target.ofClasses(List.of("no", "yes"));
  private static final LossFunction QUANTILES =
      new LossFunction(Losses.PINBALL, 1, List.of(0.05, 0.5, 0.95));

  @TempDir private Path directory;

  private static Model model(Target target, LossFunction loss, int members) {
    Network network =
        Network.of(2, List.of(3), Activations.named("tanh").get(), loss.outputs(target.size()))
            .of(loss)
            .ofMembers(members);
    double[] parameters = Initializer.parameters(network, 3);
    return new Model(
        Preparation.ofNumbers(List.of("x1", "x2"), List.of(), 1).with(target),
        network,
        members == 1 ? parameters : DenseEnsemble.withCommonOutputBias(network, parameters),
        Map.of("name", "test"));
  }

  static Stream<Model> models() {
    LossFunction squared = LossFunction.of(Losses.SQUARED_ERROR);
    LossFunction sigmoid = LossFunction.of(Losses.SIGMOID_CROSS_ENTROPY);
    LossFunction binary = LossFunction.of(Losses.BINARY_CROSS_ENTROPY);
    return Stream.of(
        model(PRICE, squared, 1),
        model(PRICE_AND_SIZE, squared, 4),
        model(PRICE, LossFunction.of(Losses.ABSOLUTE_ERROR), 1),
        model(PRICE_AND_SIZE, new LossFunction(Losses.HUBER, 0.1, List.of()), 1),
        model(COUNTS, LossFunction.of(Losses.POISSON), 1),
        model(PRICE_AND_SIZE, QUANTILES, 2),
        model(LABELS, sigmoid, 1),
        model(LABELS, sigmoid, 4),
        model(CLASSES, binary, 1),
        model(CLASSES.with(Decision.mostProbable(0)), binary, 1),
        model(CLASSES.with(new Decision(0, 0.1 + 0.2, "largest F1")), binary, 2));
  }

  @ParameterizedTest
  @MethodSource("models")
  void whatIsWrittenIsReadBackAndPredictsTheSameBits(Model written) {
    LocalStorage storage = new LocalStorage(directory);
    ModelDirectory.write(storage, written);
    Model read = ModelDirectory.read(storage);
    assertThat(read.network()).isEqualTo(written.network());
    assertThat(read.preparation().target()).isEqualTo(written.preparation().target());
    assertThat(read.parameters()).isEqualTo(written.parameters());
    assertThat(read.predictionNames()).isEqualTo(written.predictionNames());
    assertThat(read.provenance()).containsOnlyKeys("name");
    double[] row = {0.3, -1.7};
    assertThat(read.predictions(row)).isEqualTo(written.predictions(row));
    LocalStorage again = new LocalStorage(directory.resolve("again"));
    ModelDirectory.write(again, read);
    assertThat(directory.resolve("again/model.json"))
        .hasSameTextualContentAs(directory.resolve("model.json"));
  }

  /** By hand: the forward pass of one row, then the link, then the units. */
  @Test
  void predictionsAreInTheUnitsOfTheirColumns() {
    double[] row = {0.3, -1.7};
    Model counts = model(COUNTS, LossFunction.of(Losses.POISSON), 1);
    assertThat(counts.predictions(row))
        .containsExactly(new double[] {Math.exp(score(counts, row, 0)) * 3.7}, within(1e-12));
    Model two = model(PRICE_AND_SIZE, LossFunction.of(Losses.SQUARED_ERROR), 1);
    assertThat(two.predictions(row)[0]).isCloseTo(score(two, row, 0) * 7 - 1e5, within(1e-9));
    assertThat(two.predictions(row)[1]).isCloseTo(score(two, row, 1) * 1e9 + 0.1, within(1e-5));
    Model quantiles = model(PRICE_AND_SIZE, QUANTILES, 1);
    double[] ofPrice =
        IntStream.range(0, 3)
            .mapToDouble(k -> score(quantiles, row, k) * 7 - 1e5)
            .sorted()
            .toArray();
    assertThat(Arrays.copyOf(quantiles.predictions(row), 3)).containsExactly(ofPrice, within(1e-9));
  }

  /** W1 row by row, b1, W2 row by row, b2, where the biases are 0. */
  private static double score(Model model, double[] row, int output) {
    double[] p = model.parameters();
    int outputs = model.network().outputs();
    double score = 0;
    for (int unit = 0; unit < 3; unit++) {
      double hidden = Math.tanh(row[0] * p[unit] + row[1] * p[3 + unit]);
      score += hidden * p[9 + unit * outputs + output];
    }
    return score;
  }

  private void refuses(Model model, String pattern, String replacement, String message)
      throws IOException {
    LocalStorage storage = new LocalStorage(directory);
    ModelDirectory.write(storage, model);
    Path file = directory.resolve("model.json");
    String whole = Files.readString(file);
    String damaged = whole.replaceFirst(pattern, replacement);
    assertThat(damaged).as("damage by %s", pattern).isNotEqualTo(whole);
    Files.writeString(file, damaged);
    assertThatThrownBy(() -> ModelDirectory.read(storage))
        .isInstanceOfSatisfying(
            ModelFormatException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.BAD_DATA))
        .hasMessageContaining("model.json")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`\"shift\" : \\[[^]]*\\],`  | ``                            | its target has no shift",
        "`\"names\" : \\[[^]]*\\],`  | ``                            | its target has no names",
        "`\"kind\" : \"number\",`    | ``                            | its target has no kind",
        "`\"kind\" : \"number\"`     | `\"kind\" : \"quantity\"`     | quantity is no kind of target",
        "`\"kind\" : \"number\"`     | `\"kind\" : \"class\"`        | its target is of kind class",
        "`\"kind\" : \"number\"`     | `\"kind\" : \"labels\"`       | loss squared-error does not fit 2 labels",
        "`\"scale\" : \\[ 7.0`       | `\"scale\" : [ NaN`           | is not a JSON object",
        "`\"scale\" : \\[ 7.0`       | `\"scale\" : [ \"NaN\"`       | NaN is not a number",
        "`\"scale\" : \\[ 7.0`       | `\"scale\" : [ 1e999`         | target price cannot have",
        "`\"scale\" : \\[ 7.0`       | `\"scale\" : [ 0`             | target price cannot have",
        "`\"scale\" : \\[ 7.0`       | `\"scale\" : [ -7.0`          | target price cannot have",
        "`\"scale\" : \\[ 7.0,`      | `\"scale\" : [`               | 1 scales do not fit 2 columns",
        "`\"name\" : \"squared-error\"` | `\"name\" : \"cubed-error\"` | cubed-error is no loss known here",
        "`\"name\" : \"squared-error\"` | `\"name\" : \"poisson\"`  | identity of its outputs",
        "`\"name\" : \"squared-error\"` | `\"name\" : \"huber\"`    | its loss has no huber_delta",
        "`\"name\" : \"squared-error\"` | `\"name\" : \"pinball\"`  | its loss has no quantiles",
        "`\"loss\" : \\{[^}]*\\},`   | ``                            | identity of its outputs",
        "`\"loss\" : \\{[^}]*\\}`    | `\"loss\" : \"squared-error\"` | squared-error is not loss",
        "`\"target\" : \\{[^}]*\\},` | ``                            | does not fit 0 classes",
        "`\"target\" : \\{[^}]*\\}`  | `\"target\" : [ \"price\" ]`  | is not target",
        "`\"price\", `               | ``                            | 2 shifts and 2 scales",
      })
  void aDamagedModelOfNumbersIsRefusedInASentence(
      String pattern, String replacement, String message) throws IOException {
    LossFunction loss = LossFunction.of(Losses.SQUARED_ERROR);
    refuses(model(PRICE_AND_SIZE, loss, 1), pattern, replacement, message);
  }

  @Test
  void damageToOtherModelsIsRefusedToo() throws IOException {
    LossFunction sigmoid = LossFunction.of(Losses.SIGMOID_CROSS_ENTROPY);
    Model labels = model(LABELS, sigmoid, 1);
    refuses(labels, "\"loss\" : \\{[^}]*\\},", "", "sigmoid of its outputs");
    refuses(labels, "sigmoid-cross-entropy", "binary-cross-entropy", "does not fit 3 labels");
    refuses(labels, "\"red\", ", "", "2 labels do not fit network 2-3-3");
    refuses(labels, "\"red\"", "\"10\"", "its labels [10, 10, with ;] are not different");
    refuses(labels, "\"red\"", "null", "null is not a text");
    Model quantiles = model(PRICE_AND_SIZE, QUANTILES, 1);
    refuses(quantiles, "0.05, 0.5", "0.5, 0.05", "do not ascend");
    refuses(quantiles, "0.05, ", "", "2 numbers do not fit network 2-3-6");
    Model huber = model(PRICE, new LossFunction(Losses.HUBER, 0.5, List.of()), 1);
    refuses(huber, "\"huber_delta\" : 0.5", "\"huber_delta\" : 0", "not a finite number above 0");
    LossFunction binary = LossFunction.of(Losses.BINARY_CROSS_ENTROPY);
    Model classes = model(CLASSES.with(new Decision(0, 0.25, "given")), binary, 1);
    refuses(classes, "\"no\", ", "", "its positive class no is not a class");
    refuses(classes, "\"no\", ", "\"no\", \"perhaps\", ", "a threshold needs two classes");
    Model plain = model(CLASSES, binary, 1);
    refuses(plain, "\"no\", ", "", "does not fit 1 classes");
    refuses(plain, "\"no\", ", "\"no\", \"perhaps\", ", "does not fit 3 classes");
    refuses(classes, "\"positive_class\" : \"no\"", "\"positive_class\" : \"maybe\"", "maybe");
    refuses(classes, "\"threshold\" : 0.25", "\"threshold\" : \"a\"", "a is not a number");
    refuses(classes, ",\\s*\"rule\" : \"given\"", "", "its decision has no rule");
  }
}
