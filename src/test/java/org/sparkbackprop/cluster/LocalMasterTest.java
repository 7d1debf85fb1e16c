package org.sparkbackprop.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalMasterTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "local;1",
        "local[3];3",
        "local[2,4];2",
        "local[2, 4];2",
        "local[99999999999];0",
        "spark://host:7077;0",
        "yarn;0",
        "local-cluster[2,1,1024];0"
      })
  void onlyALocalMasterHasItsCoresInThisJvm(String master, int cores) {
    assertThat(LocalMaster.cores(master)).isEqualTo(cores);
  }

  @Test
  void aStarMeansAllProcessors() {
    assertThat(LocalMaster.cores("local[*]"))
        .isEqualTo(LocalMaster.cores("local[*,3]"))
        .isEqualTo(Runtime.getRuntime().availableProcessors());
  }
}
