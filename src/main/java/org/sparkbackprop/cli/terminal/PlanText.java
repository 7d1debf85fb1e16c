package org.sparkbackprop.cli.terminal;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.sparkbackprop.data.HeldOutRows;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.plan.ByteCount;
import org.sparkbackprop.plan.TrainingPlan;

/** A plan for people. */
public final class PlanText {

  private final TrainingPlan plan;
  private final InspectedInput input;

  /** The text of a plan. */
  public PlanText(TrainingPlan plan) {
    this.plan = plan;
    this.input = plan.input();
  }

  /** Prints it, and every problem with its remedy. */
  public void print(PrintWriter out) {
    lines().forEach(line -> out.printf("%-11s %s%n", line.name(), line.what()));
    plan.notes().forEach(note -> out.println("note: " + note));
  }

  private record Line(String name, String what) {}

  private List<Line> lines() {
    return List.of(
        new Line("rows", RowReport.sentence(input.rows())),
        new Line("samples", samples()),
        new Line("classes", classes()),
        new Line(
            "network",
            text(
                "%s, %,d parameters, %s, %s precision",
                plan.network(), plan.network().parameterCount(), activation(), precision())),
        new Line(
            "partitions",
            text(
                "%,d in %,d blocks, %s",
                plan.partitions().number(), plan.blocks(), plan.partitions().reason())),
        new Line(
            "memory",
            text(
                "%s of rows, kept %s; there is room for %s in %s",
                ByteCount.text(input.bytes()),
                input.storedAs(),
                ByteCount.text(plan.memory().bytes()),
                where())),
        new Line("sent", sent()),
        new Line(
            "results",
            text(
                "%s at the driver at once; spark.driver.maxResultSize is %s",
                ByteCount.text(plan.resultBytes()), plan.maxResultSize())),
        new Line("time", time()));
  }

  private String activation() {
    return plan.network().depth() == 1
        ? "no hidden layer"
        : plan.settings().network().activation().activationName();
  }

  private String precision() {
    return plan.settings().computing().precision().configurationName();
  }

  private String samples() {
    String heldOut = input.heldOut().map(PlanText::heldOut).orElse("");
    return text("%,d%s, %,d features", input.trainedRows(), heldOut, plan.network().inputs());
  }

  private static String heldOut(HeldOutRows rows) {
    List<String> parts = new ArrayList<>();
    if (rows.shares().validation() > 0) {
      parts.add(text("%,d held out for validation", rows.validation()));
    }
    if (rows.shares().test() > 0) {
      parts.add(text("%,d for the test", rows.test()));
    }
    return text(" for training and %s (%s)", String.join(" and ", parts), rows.sentence());
  }

  private String classes() {
    int max = 20;
    List<String> names = input.preparation().classNames();
    String some =
        names.stream()
            .limit(max)
            .map(name -> text("%s (%,d)", name, input.labelCounts().getOrDefault(name, 0L)))
            .collect(Collectors.joining(", "));
    return text("%,d: %s%s", names.size(), some, names.size() > max ? ", …" : "");
  }

  private String sent() {
    if (plan.mode().isInTask()) {
      return text(
          "nothing in an epoch, which is computed inside one task; %s of weights with each job",
          ByteCount.text(plan.bytesOfJob()));
    }
    String unit = plan.settings().local().isPresent() ? "round" : "epoch";
    return text(
        "%s of weights out to each executor, %s of sums in to the driver, each %s",
        ByteCount.text(plan.bytesOfJob()), ByteCount.text(plan.resultBytes()), unit);
  }

  private String time() {
    double epoch = plan.secondsOfEpoch();
    long epochs = plan.settings().epochs().number();
    return text(
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
    return executors.isPresent() ? text("%,d executor(s)", executors.getAsInt()) : "this JVM";
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static String seconds(double seconds) {
    if (seconds < 0.1) {
      return text("%.2g ms", seconds * 1e3);
    }
    if (seconds < 120) {
      return seconds < 10 ? text("%.1f s", seconds) : text("%.0f s", seconds);
    }
    return seconds < 7200 ? text("%,.0f min", seconds / 60) : text("%,.0f h", seconds / 3600);
  }
}
