package org.sparkbackprop.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkbackprop.settings.PreparationSettings.Bins;

class PreparationSettingsTest {

  @ParameterizedTest
  @CsvSource({"0, 8", "899, 8", "900, 9", "3199, 31", "3200, 32", "1000000000000, 32"})
  void moreValuesHaveMoreBins(long values, int bins) {
    assertThat(Bins.AUTOMATIC.of(values)).isEqualTo(bins);
    assertThat(Bins.exactly(5).of(values)).isEqualTo(5);
  }
}
