package org.sparkbackprop.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparkbackprop.optim.Optimizers;

/** The table of optimisers, the defaults of configurations and the pages say the same. */
class OptimizerReadingTest {

  private static final Config DEFAULTS = ConfigurationFile.reference().getConfig("optimizer");

  private static String comments(String key) {
    return DEFAULTS.getValue(key).origin().comments().stream()
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
}
