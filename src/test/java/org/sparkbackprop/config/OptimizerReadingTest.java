package org.sparkbackprop.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.optim.Optimizers;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.OptimizerSettings;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.training.loop.Regularization;

/** The table of optimisers, the defaults of configurations and the pages say the same. */
class OptimizerReadingTest {

  private static final Config KEYS = ConfigurationFile.reference().getConfig("optimizer");

  private static final Config DEFAULTS = RecipeDefaults.textbook().getConfig("optimizer");

  private static String comments(String key) {
    return KEYS.getValue(key).origin().comments().stream()
        .map(String::strip)
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @EnumSource
  void theDefaultsOfKeysAreThoseOfTheTable(Optimizers optimizer) {
    assertThat(optimizer.keys())
        .allSatisfy(
            key -> {
              Object value = DEFAULTS.getAnyRef(key.name());
              if (key.usual() instanceof Number usual) {
                assertThat(((Number) value).doubleValue()).isEqualTo(usual.doubleValue());
              } else {
                assertThat(value).isEqualTo(key.usual());
              }
            });
  }

  @ParameterizedTest
  @EnumSource
  void defaultsAndPagesNameTheOptimizerAndItsRate(Optimizers optimizer) throws IOException {
    String name = optimizer.optimizerName();
    String rate = BigDecimal.valueOf(optimizer.usualRate()).stripTrailingZeros().toPlainString();
    String ofTheFirst = "default: " + rate;
    String ofOthers = "for " + name + " " + rate;
    assertThat(comments("name")).contains(name);
    assertThat(comments("learning-rate"))
        .contains(optimizer == Optimizers.GRADIENT_DESCENT ? ofTheFirst : ofOthers);
    assertThat(Files.readString(Path.of("src/site/markdown/learning.md"))).contains("| `" + name);
  }

  private static TrainingSettings.Builder rows() {
    return TrainingSettings.builder().recipe("textbook").input(InputSettings.csv("x"));
  }

  @Test
  void aLineSaysWhatStepsDo() {
    TrainingSettings settings =
        rows()
            .optimizer(OptimizerSettings.adam().logCosineSchedule(4).clipNorm(2).average(0.99))
            .labelSmoothing(0.1)
            .weightDecay(0.01)
            .regularizationCourse("flat-cosine")
            .build();
    assertThat(settings.describe(settings.optimizer().learningRate()))
        .endsWith(
            "adam, learning rate 0.001, log-cosine schedule, gradient of the mean clipped to 2.0,"
                + " average of weights 0.99, weight decay 0.01, flat-cosine course, label smoothing 0.1");
  }

  /** Whoever resumes with more epochs would change the course of those that are done. */
  @Test
  void epochsChangeTheResultOfCoursesThatEndWithThem() {
    for (TrainingSettings.Builder builder :
        List.of(
            rows().optimizer(OptimizerSettings.adam().logCosineSchedule(4)),
            rows().regularizationCourse("flat-cosine"))) {
      String before = builder.epochs(30).build().resultKeys().sha256();
      assertThat(builder.epochs(31).build().resultKeys().sha256()).isNotEqualTo(before);
    }
    String constant = rows().epochs(30).build().resultKeys().sha256();
    assertThat(rows().epochs(31).build().resultKeys().sha256()).isEqualTo(constant);
  }

  @Test
  void aWeightDecayIsForUpdateRules() {
    assertThat(rows().weightDecay(0.1).build().optimizer().regularization())
        .isEqualTo(new Regularization.Strength(0, 0.1));
    assertThat(rows().weightDecay(0.1).build().describe(LearningRate.constant(1)))
        .endsWith(", weight decay 0.1");
    for (OptimizerSettings.Builder optimizer :
        List.of(OptimizerSettings.lbfgs(), OptimizerSettings.gradientDescent().backtrack())) {
      rows().optimizer(optimizer).weightDecay(0).build();
      assertThatThrownBy(() -> rows().optimizer(optimizer).weightDecay(0.1).build())
          .hasMessageContaining(
              "regularization.weight-decay = 0.1 cannot be used with l-bfgs or a line search");
    }
    assertThatThrownBy(() -> rows().optimizer(OptimizerSettings.lbfgs().clipNorm(1)).build())
        .hasMessageContaining("optimizer.clip-norm = 1.0 cannot be used with l-bfgs");
    assertThatThrownBy(() -> rows().optimizer(OptimizerSettings.lbfgs().average(0.9)).build())
        .hasMessageContaining("optimizer.average = 0.9 cannot be used with l-bfgs");
    assertThatThrownBy(() -> rows().optimizer(OptimizerSettings.adam().clipNorm(0)).build())
        .hasMessageContaining("optimizer.clip-norm = 0.0 must be");
    assertThatThrownBy(() -> rows().labelSmoothing(1).build())
        .hasMessageContaining("regularization.label-smoothing = 1.0 must be");
    assertThatThrownBy(() -> rows().weightDecay(-1).build())
        .hasMessageContaining("regularization.weight-decay = -1.0 must be");
  }
}
