package org.sparkbackprop.cli;

import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sparkbackprop.cli.terminal.TextTable;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.registry.ModelVersion;
import org.sparkbackprop.registry.Pointer;
import org.sparkbackprop.registry.Pointers;
import org.sparkbackprop.registry.Versions;
import org.sparkbackprop.storage.Storage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the versions of a model. */
@Command(name = "versions", description = "List the versions of a model, and the one in service.")
final class VersionsCommand extends SparkCommand {

  @Mixin private ModelHome home;

  @Override
  public Integer call() {
    Storage storage = home.storage(hadoop());
    List<Pointer> pointers = new Pointers(storage).all();
    Optional<Pointer> current = pointers.stream().reduce((earlier, later) -> later);
    Optional<String> served = current.flatMap(Pointer::version);
    Map<String, Long> generations = new HashMap<>();
    pointers.forEach(p -> p.version().ifPresent(name -> generations.put(name, p.generation())));
    List<ModelVersion> versions = new Versions(storage).all();
    boolean ofClasses = versions.stream().allMatch(VersionsCommand::isOfClasses);
    String measured = ofClasses ? "accuracy|cost a row" : "metric|value";
    TextTable table =
        new TextTable(
            ("version|made at (UTC)|rows|" + measured + "|difference|begun|state").split("\\|"));
    for (ModelVersion version : versions) {
      boolean inService = served.equals(Optional.of(version.name()));
      Map<?, ?> gate = version.section("gate");
      table.add(
          version.name(),
          version.createdAt().truncatedTo(ChronoUnit.SECONDS).toString(),
          TextTable.count(version.section("data").get("samples")),
          ofClasses
              ? TextTable.decimal("%.4f", gate.get("challenger_accuracy"))
              : String.valueOf(gate.get("metric")),
          ofClasses
              ? TextTable.decimal("%.4f", gate.get("challenger_mean_cost"))
              : TextTable.decimal("%.6g", gate.get("challenger_metric")),
          ofClasses ? difference(gate, "accuracy_difference") : differenceOfMetric(gate),
          String.valueOf(version.details().get("start")),
          state(version, inService, generations.get(version.name())));
    }
    table.lines().forEach(out()::println);
    out().println(inService(current));
    return ExitCode.DONE.number();
  }

  private static String state(ModelVersion version, boolean inService, Long generation) {
    if (inService) {
      return "in service, generation " + generation;
    }
    if (version.verdict() == ModelVersion.Verdict.REJECTED && generation == null) {
      return "rejected";
    }
    return generation == null ? "not published" : "was generation " + generation;
  }

  private static String inService(Optional<Pointer> current) {
    return current
        .filter(pointer -> pointer.version().isPresent())
        .map(
            pointer ->
                "in service: %s, generation %s, %s at %s"
                    .formatted(
                        pointer.version().get(),
                        pointer.generation(),
                        pointer.reason().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        pointer.createdAt().truncatedTo(ChronoUnit.SECONDS)))
        .orElse("no version is in service yet");
  }

  private static boolean isOfClasses(ModelVersion version) {
    Map<?, ?> gate = version.section("gate");
    return !gate.containsKey("measures") || gate.containsKey("per_class");
  }

  /** The difference from the model in service at that time. */
  private static String difference(Map<?, ?> fields, String name) {
    return fields.get(name) instanceof Map<?, ?> interval
        ? TextTable.decimal("%+.4f", interval.get("value"))
        : TextTable.NONE;
  }

  /** The same of the gate's metric. */
  private static String differenceOfMetric(Map<?, ?> gate) {
    String metric = String.valueOf(gate.get("metric")).replace('-', '_');
    return gate.get("measures") instanceof Map<?, ?> measures
            && measures.get(metric) instanceof Map<?, ?> measure
        ? difference(measure, "difference")
        : TextTable.NONE;
  }
}
