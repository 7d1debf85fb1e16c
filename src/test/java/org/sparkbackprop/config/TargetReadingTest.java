package org.sparkbackprop.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.settings.TrainingSettings;

/** What is said about a section {@code target} that does not fit together. */
class TargetReadingTest {

  @Test
  void anUnknownKindSaysNothingAboutTheOtherKeys() {
    assertThatThrownBy(
            () ->
                TrainingSettings.builder()
                    .set("target.kind", "numbers")
                    .set("target.loss", "huber")
                    .set("target.huber-delta", 2.0)
                    .build())
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("target.kind = numbers must be one of class, number, labels")
        .hasMessageNotContainingAny("target.loss", "target.huber-delta");
  }

  @Test
  void anUnknownLossSaysNothingAboutItsKeys() {
    assertThatThrownBy(
            () ->
                TrainingSettings.builder()
                    .set("target.kind", "number")
                    .set("target.loss", "pinbal")
                    .set("target.quantiles", List.of(0.2, 0.8))
                    .build())
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("target.loss = pinbal must be one of squared-error, ")
        .hasMessageNotContaining("target.quantiles");
  }

  @Test
  void aLossOfAnotherKindNamesThatKind() {
    assertThatThrownBy(() -> TrainingSettings.builder().set("target.loss", "poisson").build())
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(
            "target.loss = poisson is for target.kind = number, not for class, whose losses are"
                + " softmax-cross-entropy, sigmoid-cross-entropy");
    assertThatThrownBy(
            () ->
                TrainingSettings.builder()
                    .predictNumbers("y")
                    .set("target.loss", "softmax-cross-entropy")
                    .build())
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(
            "target.loss = softmax-cross-entropy is for target.kind = class, not for number");
  }
}
