package org.sparkbackprop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.error.ExitCode;

/** Optimisers, ways of running, stop rules and learning rates, as a user meets them. */
class LearningCommandTest {

  @TempDir private Path directory;
  private String out;

  private CommandRun train(String configuration, String name, String... settings) {
    CommandRun run =
        CommandRun.of("train", configuration, "--output", directory.resolve(name).toString());
    for (String setting : settings) {
      run.with("--set", setting);
    }
    return run;
  }

  /** Three clouds, the gradient of the mean, a record every epoch. */
  private RunFiles clouds(String name, String... settings) {
    CommandRun run =
        train("conf/clouds.conf", name)
            .with("--set", "optimizer.gradient=mean", "--set", "training.record-every=1")
            .with("--set", "training.epochs=30");
    for (String setting : settings) {
      run.with("--set", setting);
    }
    out = run.expect(ExitCode.DONE).out();
    return new RunFiles(directory.resolve(name));
  }

  private static double last(RunFiles run, String field) throws IOException {
    List<Double> values = run.history(field);
    return values.get(values.size() - 1);
  }

  @ParameterizedTest
  @CsvSource({
    "gradient-descent, 0.5",
    "momentum, 0.05",
    "adam, 0.02",
  })
  void localSgdLearnsByEveryRuleWithTheSameBitsInATaskAndByAJobARound(String rule, double rate)
      throws IOException {
    String[] settings = {
      "training.method=local-sgd",
      "training.partitions=3",
      "training.batch-size=20",
      "training.rounds-per-epoch=2",
      "optimizer.name=" + rule,
      "optimizer.learning-rate=" + rate,
      "training.epochs=10"
    };
    RunFiles inTask = clouds("in-task", settings);
    assertThat(out).contains("epochs run inside a task on 2 threads");
    assertThat(last(inTask, "accuracy")).isGreaterThan(0.95);
    assertThat(last(inTask, "passes")).isEqualTo(10);
    assertThat(last(inTask, "rounds")).isEqualTo(20);
    String[] jobs = Arrays.copyOf(settings, settings.length + 1);
    jobs[settings.length] = "training.epochs-per-job=1";
    RunFiles byJobs = clouds("by-jobs", jobs);
    assertThat(out).contains("each round is a job, as configured");
    assertThat(byJobs.sha()).isEqualTo(inTask.sha());
    assertThat(byJobs.history("cost")).isEqualTo(inTask.history("cost"));
  }

  @Test
  void theSeedDecidesTheOrderOfTheSamples() throws IOException {
    String[] settings = {"training.method=local-sgd", "training.epochs=2", "input.clouds.seed=3"};
    String first = clouds("first", settings).sha();
    assertThat(clouds("again", settings).sha()).isEqualTo(first);
    String[] other = {
      "training.method=local-sgd", "training.epochs=2", "input.clouds.seed=3", "training.seed=2"
    };
    assertThat(clouds("other", other).sha()).isNotEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e-6", "1", "1e6"})
  void gradientDescentWithLineSearchNeverRaisesTheCost(String rate) throws IOException {
    RunFiles run =
        clouds(
            "run",
            "optimizer.line-search=backtracking",
            "optimizer.learning-rate=" + rate,
            "training.epochs=60");
    assertThat(run.history("cost")).isSortedAccordingTo(Collections.reverseOrder());
    assertThat(last(run, "cost")).isLessThan(200);
    assertThat(last(run, "passes")).isGreaterThan(60);
  }

  @Test
  void lbfgsGoesFurtherInThirtyIterationsThanGradientDescentInThousands() throws IOException {
    RunFiles lbfgs = clouds("l-bfgs", "optimizer.name=l-bfgs");
    RunFiles descent = clouds("descent", "training.epochs=3000", "optimizer.learning-rate=0.5");
    assertThat(last(lbfgs, "cost")).isLessThan(last(descent, "cost"));
    assertThat(last(lbfgs, "passes")).isBetween(30.0, 60.0);
    assertThat(lbfgs.history("cost")).isSortedAccordingTo(Collections.reverseOrder());
    assertThat(lbfgs.metrics()).containsEntry("passes", (int) last(lbfgs, "passes"));
  }

  @ParameterizedTest
  @CsvSource({
    "full-batch, gradient-descent, mean",
    "full-batch, gradient-descent, sum",
    "full-batch, adam, mean",
    "local-sgd, momentum, mean",
  })
  void aLearningRateIsFoundByAFewTrialsWhichAreTold(String method, String rule, String gradient)
      throws IOException {
    RunFiles run =
        clouds(
            "run",
            "training.method=" + method,
            "optimizer.name=" + rule,
            "optimizer.gradient=" + gradient,
            "optimizer.learning-rate=auto",
            "training.epochs=200");
    assertThat(out).containsPattern("learning rate \\S+ found: what is minimised is \\S+ at first");
    assertThat(last(run, "accuracy")).isGreaterThan(0.95);
    assertThat((Double) run.metrics().get("learning_rate")).isPositive();
  }

  @Test
  void everyRunSaysByNameWhyItEnded() throws IOException {
    String fast = "optimizer.learning-rate=0.5";
    assertThat(clouds("epochs").metrics()).containsEntry("stop_reason", "epochs_done");
    RunFiles accuracy = clouds("accuracy", fast, "stopping.accuracy=0.9", "training.epochs=500");
    assertThat(accuracy.metrics()).containsEntry("stop_reason", "accuracy_reached");
    assertThat(last(accuracy, "accuracy")).isGreaterThanOrEqualTo(0.9);
    assertThat(accuracy.history("accuracy").subList(0, accuracy.history().size() - 1))
        .allSatisfy(a -> assertThat(a).isLessThan(0.9));
    assertThat(accuracy.json("status.json"))
        .containsEntry("message", "the target accuracy is reached");
    RunFiles cost = clouds("cost", fast, "stopping.cost=0.3", "training.epochs=500");
    assertThat(cost.metrics()).containsEntry("stop_reason", "cost_reached");
    assertThat(last(cost, "mean_cost")).isLessThanOrEqualTo(0.3);
    RunFiles flat = clouds("flat", fast, "stopping.gradient-norm=0.1", "training.epochs=500");
    assertThat(flat.metrics()).containsEntry("stop_reason", "gradient_small");
    assertThat((Integer) flat.metrics().get("epochs")).isBetween(1, 499);
    RunFiles time = clouds("time", "training.epochs=100000000", "stopping.seconds=0.2");
    assertThat(time.metrics()).containsEntry("stop_reason", "time_over");
    assertThat((Double) time.metrics().get("seconds")).isBetween(0.2, 5.0);
  }

  @ParameterizedTest
  @CsvSource({"full-batch, adam, 1", "local-sgd, gradient-descent, 12"})
  void theBestWeightsByTheValidationPartAreTaken(String method, String rule, double rate)
      throws IOException {
    // steps so large that the validation cost goes up and down
    RunFiles run =
        clouds(
            "run",
            "training.method=" + method,
            "validation.fraction=0.3",
            "stopping.patience=4",
            "optimizer.name=" + rule,
            "optimizer.learning-rate=" + rate,
            "training.epochs=400");
    List<Double> costs = run.history("validation_cost");
    double best = Collections.min(costs);
    int bestEpoch = costs.indexOf(best);
    Map<String, Object> metrics = run.metrics();
    assertThat(metrics)
        .containsEntry("stop_reason", "no_improvement")
        .containsEntry("best_epoch", bestEpoch)
        .containsEntry("epochs", bestEpoch + 4);
    // the last line is what was, and says which weights were kept
    assertThat(last(run, "validation_cost")).isGreaterThan(best);
    assertThat(Files.readString(directory.resolve("run/history.jsonl")))
        .endsWith(",\"chosen_epoch\":" + bestEpoch + "}\n");
    if (method.equals("full-batch")) { // local SGD records what it passes on its way
      assertThat(metrics).containsEntry("cost", run.history("cost").get(bestEpoch));
    }
    assertThat(((Map<?, ?>) metrics.get("validation")).get("cost")).isEqualTo(best);
    assertThat(out).contains("the weights of epoch " + bestEpoch + " are kept");
  }

  @Test
  void costsThatGoUpAndDownAreExplained() throws IOException {
    RunFiles run = clouds("run", "optimizer.learning-rate=100", "training.epochs=100");
    assertThat(out).contains("note: the cost rose in").contains("the other side of the canyon");
    assertThat(run.metrics().get("notes").toString()).contains("the cost rose in");
    assertThat(Files.readString(directory.resolve("run/report.html"))).contains("the cost rose in");
    clouds("calm", "optimizer.learning-rate=0.2", "training.epochs=100");
    assertThat(out).doesNotContain("note:");
  }

  @Test
  void aTrainingThatEndsWithAWorseNetworkThanItBeganWithSaysSo() throws IOException {
    out =
        train(
                "conf/iris.conf",
                "worse",
                "network.activation=relu",
                "optimizer.learning-rate=20",
                "training.epochs=100")
            .expect(ExitCode.DONE)
            .out();
    RunFiles run = new RunFiles(directory.resolve("worse"));
    assertThat(out).contains("warning: the cost is higher than it was at first, ");
    assertThat(run.metrics().get("concerns").toString()).contains("cost_rose");
    assertThat(run.metrics().get("notes").toString()).contains("is higher than it was at first");
    assertThat(Files.readString(directory.resolve("worse/report.html")))
        .contains("\"concerns\":[\"the cost is higher than it was at first");
  }

  @Test
  void oneClassForAllRowsIsSaidByTrainAndEvaluate() throws IOException {
    StringBuilder rows = new StringBuilder("x,y,label\n");
    for (int i = 0; i < 200; i++) {
      rows.append("%s,%s,%s%n".formatted(i * 37 % 101, i * 53 % 97, i % 4 == 0 ? "yes" : "no"));
    }
    Path data = Files.writeString(directory.resolve("noise.csv"), rows);
    Path conf =
        Files.writeString(
            directory.resolve("noise.conf"),
            "recipe = textbook%ninput { format = csv, path = %s }%npreparation.standardisation = z-score%n"
                .formatted(data));
    out = train(conf.toString(), "run", "training.epochs=60").expect(ExitCode.DONE).out();
    assertThat(out)
        .contains("warning: all of the 200 training rows are predicted as class no, which 75.0 %");
    assertThat(new RunFiles(directory.resolve("run")).metrics())
        .containsEntry("concerns", List.of("one_class"));
    CommandRun evaluation =
        CommandRun.of("evaluate", "--model", directory.resolve("run").toString())
            .with("--input", data.toString())
            .with("--output", directory.resolve("evaluation").toString())
            .expect(ExitCode.DONE);
    assertThat(evaluation.out()).contains("warning: all of the 200 rows are predicted as class no");
    assertThat(new RunFiles(directory.resolve("evaluation")).metrics())
        .containsEntry("concerns", List.of("one_class"));
  }

  /** Frequent classes may lose accuracy for the sake of others where that is what was aimed at. */
  @Test
  void accuracyIsNotHeldAgainstAModelWhereRowsCountByWeight() throws IOException {
    Path data =
        Files.write(
            directory.resolve("train.csv"), List.of("x,w,label", "0,1,a", "1,1,b", "0,2,a"));
    Path mixed =
        Files.write(
            directory.resolve("new.csv"), List.of("x,w,label", "0,1,b", "1,1,b", "1,1,a", "0,1,b"));
    Path conf =
        Files.writeString(
            directory.resolve("x.conf"),
            "recipe = textbook, input { format = csv, path = %s, features = [x] }%noptimizer.name = l-bfgs%n"
                .formatted(data));
    train(conf.toString(), "equal").expect(ExitCode.DONE);
    train(conf.toString(), "weighted", "input.weight=w").expect(ExitCode.DONE);
    assertThat(concerns("equal", mixed)).isEqualTo(List.of("no_better_than_one_class"));
    assertThat(concerns("equal", mixed, "input.weight=w")).isEqualTo(List.of());
    assertThat(concerns("weighted", mixed)).isEqualTo(List.of());
    assertThat(concerns("weighted", mixed, "input.weight=null")).isEqualTo(List.of());
  }

  private Object concerns(String model, Path rows, String... settings) throws IOException {
    Path output = Files.createTempDirectory(directory, "evaluation").resolve("metrics");
    CommandRun evaluation =
        CommandRun.of("evaluate", "--model", directory.resolve(model).toString())
            .with("--input", rows.toString())
            .with("--output", output.toString());
    for (String setting : settings) {
      evaluation.with("--set", setting);
    }
    evaluation.expect(ExitCode.DONE);
    return new RunFiles(output).metrics().get("concerns");
  }

  @Test
  void aCostThatRoseManyTimesIsADivergence() {
    String error =
        train("conf/clouds.conf", "run", "training.epochs=50", "optimizer.learning-rate=10000")
            .expect(ExitCode.DIVERGED)
            .error();
    assertThat(error).contains("the cost is many times as high as it was at first");
    assertThat(error).contains("optimizer.learning-rate = 1000.0").contains("canyon");
    assertThat(directory.resolve("run/model")).doesNotExist();
  }

  @Test
  void aTrainingThatDivergesInItsLastEpochIsNoSuccessWhateverThePatience() {
    for (int epochs = 1; epochs <= 3; epochs++) {
      String error =
          train(
                  "conf/clouds.conf",
                  "run" + epochs,
                  "network.activation=relu",
                  "validation.fraction=0.2",
                  "stopping.patience=50",
                  "optimizer.learning-rate=1e300",
                  "training.epochs=" + epochs)
              .expect(ExitCode.DIVERGED)
              .error();
      assertThat(error).contains("training diverged");
    }
  }

  @Test
  void aCostThatStaysHighEndsTrainingBeforeItsLastEpoch() {
    String error =
        train(
                "conf/clouds.conf",
                "run",
                "training.epochs=100000000",
                "training.record-every=1",
                "optimizer.learning-rate=10000")
            .expect(ExitCode.DIVERGED)
            .error();
    assertThat(error).containsPattern("diverged at epoch \\d{1,7}:");
  }

  @Test
  void costsThatAreNoBetterThanAtFirstAreTold() throws IOException {
    RunFiles slow = clouds("slow", "optimizer.learning-rate=1e-9");
    assertThat(out).contains("note: the cost has hardly fallen");
    assertThat(slow.metrics().get("notes").toString()).contains("hardly fallen");
  }

  @Test
  void aValidationPartWhoseCostIsNotFiniteIsBadData() throws IOException {
    Path rows =
        Files.write(directory.resolve("rows.csv"), List.of("x,y,label", "1,2,a", "2,1,b", "1,1,a"));
    Path held =
        Files.write(
            directory.resolve("held.csv"),
            List.of("x,y,label", "1e308,-1e308,a", "-1e308,1e308,b", "-1e308,-1e308,a"));
    Path conf =
        Files.writeString(
            directory.resolve("rows.conf"),
            """
            recipe = textbook
            input { format = csv, path = %s }
            validation.path = %s
            network { hidden = [4], activation = relu }
            """
                .formatted(rows, held));
    String error = train(conf.toString(), "run").expect(ExitCode.BAD_DATA).error();
    assertThat(error).contains("the cost of the validation rows is not finite");
  }

  @Test
  void featuresThatAreTooLargeAreNamedRatherThanTheLearningRate() throws IOException {
    Path rows =
        Files.write(
            directory.resolve("large.csv"),
            List.of("x,y,label", "1e308,1e308,a", "-1e308,1e308,b", "1e308,-1e308,a"));
    Path conf =
        Files.writeString(
            directory.resolve("large.conf"),
            "recipe = textbook, input { format = csv, path = "
                + rows
                + " }\nnetwork { hidden = [], initializer = he }");
    String error = train(conf.toString(), "run").expect(ExitCode.DIVERGED).error();
    assertThat(error).contains("training did not begin").contains("scale the features");
  }

  @Test
  void whatCannotGoTogetherIsNamed() {
    String error =
        train(
                "conf/clouds.conf",
                "run",
                "training.method=local-sgd",
                "optimizer.name=l-bfgs",
                "stopping.patience=3",
                "stopping.gradient-norm=0.1",
                "training.outer-momentum=1",
                "optimizer.schedule.drop-to=0",
                "network.initializer=xavier")
            .expect(ExitCode.USAGE)
            .error();
    assertThat(error)
        .contains("has 6 problems")
        .contains("optimizer.name = l-bfgs cannot be used with training.method = local-sgd")
        .contains("stopping.patience = 3 needs validation rows")
        .contains("stopping.gradient-norm cannot be used with training.method = local-sgd")
        .contains("training.outer-momentum = 1.0 must be at least 0 and less than 1")
        .contains("optimizer.schedule.drop-to = 0.0 must be more than 0 and at most 1")
        .contains("network.initializer = xavier must be one of auto, glorot, he, lecun, normal");
  }

  @ParameterizedTest
  @CsvSource({"'[]', sigmoid", "'[16,8]', relu", "'[12,12,12]', tanh"})
  void networksOfAnyDepthLearnByLocalSgd(String hidden, String activation) throws IOException {
    RunFiles run =
        clouds(
            "run",
            "training.method=local-sgd",
            "network.hidden=" + hidden,
            "network.activation=" + activation,
            "training.partitions=2",
            "training.precision=float",
            "optimizer.name=adam",
            "optimizer.learning-rate=0.01");
    assertThat(last(run, "accuracy")).isGreaterThan(0.95);
  }

  @Test
  void regularizationShortensTheWeights() throws IOException {
    String[] settings = {"optimizer.name=l-bfgs", "training.epochs=200"};
    double free = last(clouds("free", settings), "cost");
    String[] held = {"optimizer.name=l-bfgs", "training.epochs=200", "regularization.l2=0.1"};
    RunFiles run = clouds("held", held);
    // the cost of the samples is higher where long weights cost something too
    assertThat(last(run, "cost")).isGreaterThan(2 * free);
    assertThat(out).contains("l2 0.1");
    assertThat((Double) run.metrics().get("cost")).isCloseTo(last(run, "cost"), within(1e-9));
  }

  @Test
  void saturatedUnitsAreNamedBeforeTrainingGoesOn() {
    clouds("run", "input.divide-by=0.001", "optimizer.learning-rate=1e-6");
    assertThat(out).contains("note: layer 1:").contains("of its sigmoids are saturated");
  }
}
