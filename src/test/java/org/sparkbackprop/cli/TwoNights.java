package org.sparkbackprop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.WeightsFile;
import org.sparkbackprop.registry.Pointer;
import org.sparkbackprop.registry.Pointers;
import org.sparkbackprop.registry.Versions;
import org.sparkbackprop.storage.Json;
import org.sparkbackprop.storage.Storage;

/**
 * A model that was retrained twice.
 *
 * @param storage in which configuration, data and versions lie
 * @param home the directory of all that belongs to the model
 */
record TwoNights(Storage storage, Storage home) {

  private static final String CONFIGURATION = "conf/nights.conf";
  private static final List<String> VERSIONS = List.of("night-1-g1", "night-2-g2");
  private static final long LIMIT = 1 << 24;

  /** Retrains it, and requires that the second night given again does nothing. */
  static TwoNights retrained(Storage storage, String training) {
    storage.writeText(
        CONFIGURATION,
        "%s%nretrain { root = \"%s\", name = digits, gate { tolerance = 1 } }%n"
            .formatted(training, StoreContract.uri(storage, "models")));
    TwoNights nights = new TwoNights(storage, storage.directory("models/digits"));
    assertThat(nights.retrain("night-1")).contains("version night-1-g1 is in service");
    assertThat(nights.retrain("night-2")).contains("version night-2-g2 is in service");
    assertThat(nights.retrain("night-2")).contains("run night-2 is finished", "nothing is done");
    assertThat(nights.current().generation()).isEqualTo(2);
    return nights;
  }

  private String retrain(String id) {
    return CommandRun.of("retrain", StoreContract.uri(storage, CONFIGURATION), "--run-id", id)
        .expect(ExitCode.DONE)
        .out();
  }

  private Pointer current() {
    return new Pointers(home).current().orElseThrow();
  }

  private String sha(String version) {
    Model model = new Versions(home).model(version);
    return WeightsFile.sha256(WeightsFile.write(model.network(), model.parameters()));
  }

  private Object status(String run, String key) {
    String name = "runs/" + run + "/status.json";
    return Json.parse(home.read(name, LIMIT), name).get(key);
  }

  /** Requires the same files and, to the bit, the same weights. */
  void assertSameAs(TwoNights other) {
    for (String version : VERSIONS) {
      String directory = "versions/" + version;
      assertThat(sha(version)).as(version).isEqualTo(other.sha(version));
      assertThat(home.list(directory))
          .isEqualTo(other.home.list(directory))
          .contains("manifest.json");
    }
    assertThat(home.list("")).isEqualTo(other.home.list("")).doesNotContain("lease.json");
    assertThat(home.list("current")).isEqualTo(other.home.list("current")).hasSize(2);
    assertThat(status("night-1", "start")).isEqualTo("cold");
    assertThat(status("night-2", "start")).isEqualTo("warm");
    assertThat(status("night-2", "outcome")).isEqualTo("published");
  }

  /** Goes back to the first night, and lists what there is. */
  void assertRolledBackAndListed() {
    String configuration = StoreContract.uri(storage, CONFIGURATION);
    CommandRun.of("retrain", configuration, "--rollback").expect(ExitCode.DONE);
    assertThat(current().generation()).isEqualTo(3);
    assertThat(current().version()).contains(VERSIONS.get(0));
    for (String place : List.of(configuration, StoreContract.uri(storage, "models/digits"))) {
      assertThat(CommandRun.of("versions", place).expect(ExitCode.DONE).out())
          .contains("in service: night-1-g1, generation 3, rolled back")
          .contains("was generation 2");
    }
  }
}
