package org.sparkbackprop.cli.terminal;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sparkbackprop.data.HeldOutRows;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.error.Message;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.loss.Losses;
import org.sparkbackprop.plan.ByteCount;
import org.sparkbackprop.plan.TrainingPlan;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.settings.targets.TargetSettings;
import org.sparkbackprop.settings.targets.ThresholdSettings;

/** A plan as text. */
public record PlanText(TrainingPlan plan) {

  /** Prints it, and every problem with its remedy. */
  public void print(PrintWriter out) {
    lines().forEach((name, text) -> out.printf("%-11s %s%n", name, text));
    plan.settings()
        .decisions()
        .choices()
        .forEach(choice -> out.printf("%-11s %s%n", "chosen", choice.line()));
    plan.notes().forEach(note -> out.println("note: " + note));
  }

  private Map<String, String> lines() {
    InspectedInput input = plan.input();
    Network network = plan.network();
    String activation =
        network.depth() == 1
            ? "no hidden layer"
            : plan.settings().network().activation().activationName();
    String precision = plan.settings().computing().precision().configurationName();
    String room = ByteCount.text(plan.memory().bytes());
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("rows", ScoringTerminal.sentence(input.rows()));
    lines.put("samples", samples());
    Target target = plan.input().preparation().target();
    lines.put(
        target.kind().noun(),
        target.isNumber() ? numbers(target) : classes(target) + decision(target));
    lines.put(
        "network",
        Message.of(
            "%s, %,d parameters, %s, %s precision",
            network, network.parameterCount(), activation, precision));
    lines.put(
        "partitions",
        Message.of(
            "%,d in %,d blocks, %s",
            plan.partitions().number(), plan.blocks(), plan.partitions().reason()));
    lines.put(
        "memory",
        Message.of(
            "%s of rows, kept %s; there is room for %s in %s",
            ByteCount.text(input.bytes()), input.storedAs(), room, where()));
    lines.put("sent", sent());
    lines.put(
        "results",
        Message.of(
            "%s at the driver at the same time; spark.driver.maxResultSize is %s",
            ByteCount.text(plan.resultBytes()), plan.maxResultSize()));
    lines.put("time", time());
    return lines;
  }

  private String samples() {
    String heldOut = plan.input().heldOut().map(PlanText::heldOut).orElse("");
    return Message.of(
        "%,d%s, %,d features", plan.input().trainedRows(), heldOut, plan.network().inputs());
  }

  private static String heldOut(HeldOutRows rows) {
    List<String> parts = new ArrayList<>();
    if (rows.shares().validation() > 0) {
      parts.add(Message.of("%,d held out for validation", rows.validation()));
    }
    if (rows.shares().test() > 0) {
      parts.add(Message.of("%,d for the test", rows.test()));
    }
    return " for training and %s (%s)".formatted(String.join(" and ", parts), rows.sentence());
  }

  private String numbers(Target target) {
    boolean scaled = plan.settings().target().scaling() == TargetSettings.Scaling.AUTOMATIC;
    boolean counts = plan.network().loss().name() == Losses.POISSON;
    String columns =
        IntStream.range(0, target.size())
            .mapToObj(k -> scaled ? numbers(target, k, counts) : target.names().get(k))
            .collect(Collectors.joining(", "));
    return columns + "; loss " + plan.network().loss();
  }

  private static String numbers(Target target, int column, boolean counts) {
    String name = target.names().get(column);
    return counts
        ? Message.of("%s (mean %.6g)", name, target.scale()[column])
        : Message.of(
            "%s (mean %.6g, deviation %.6g)", name, target.shift()[column], target.scale()[column]);
  }

  private String classes(Target target) {
    int max = 20;
    List<String> names = target.names();
    Map<String, Long> counts = plan.input().labelCounts();
    String some =
        names.stream()
            .limit(max)
            .map(
                name ->
                    counts.isEmpty()
                        ? name
                        : Message.of("%s (%,d)", name, counts.getOrDefault(name, 0L)))
            .collect(Collectors.joining(", "));
    return Message.of("%,d: %s%s", names.size(), some, names.size() > max ? ", …" : "");
  }

  /** What is said of two classes; empty if nothing is. */
  private String decision(Target target) {
    ThresholdSettings threshold = plan.settings().target().threshold();
    String loss =
        plan.network().loss().name() == Losses.BINARY_CROSS_ENTROPY
            ? "; loss " + plan.network().loss()
            : "";
    String positive =
        threshold.needsTwoClasses()
            ? "; positive class " + target.names().get(target.decision().positiveClass())
            : "";
    return switch (threshold.rule()) {
      case NONE -> loss + positive;
      case GIVEN -> loss + positive + ", chosen from a probability of " + threshold.value();
      default -> loss + positive + ", chosen by " + threshold.describe();
    };
  }

  private String sent() {
    if (plan.mode().isInTask()) {
      return "nothing in an epoch, which is computed inside one task; %s of parameters with each job"
          .formatted(ByteCount.text(plan.bytesOfJob()));
    }
    TrainingSettings settings = plan.settings();
    String unit =
        settings.synchronous().isPresent()
            ? "step"
            : settings.local().isPresent() ? "round" : "epoch";
    return Message.of(
        "%s of parameters out to each executor, %s of sums in to the driver, each %s",
        ByteCount.text(plan.bytesOfJob()), ByteCount.text(plan.resultBytes()), unit);
  }

  private String time() {
    double epoch = plan.secondsOfEpoch();
    long epochs = plan.settings().epochs().number();
    return Message.of(
        "about %s an epoch, %s for %,d, by a trial on this machine%s; %,d of %s cores at work",
        seconds(epoch),
        seconds(epoch * epochs),
        epochs,
        plan.isLargerThanMemory() ? " and 1 GB a second from disk" : "",
        plan.cores(),
        plan.allCores());
  }

  private String where() {
    OptionalInt executors = plan.memory().executors();
    return executors.isPresent() ? Message.of("%,d executor(s)", executors.getAsInt()) : "this JVM";
  }

  private static String seconds(double seconds) {
    if (seconds < 0.1) {
      return Message.of("%.2g ms", seconds * 1e3);
    }
    if (seconds < 120) {
      return Message.of(seconds < 10 ? "%.1f s" : "%.0f s", seconds);
    }
    return seconds < 7200
        ? Message.of("%,.0f min", seconds / 60)
        : Message.of("%,.0f h", seconds / 3600);
  }
}
