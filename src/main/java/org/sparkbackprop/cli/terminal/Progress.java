package org.sparkbackprop.cli.terminal;

import java.io.PrintWriter;
import org.sparkbackprop.error.Message;
import org.sparkbackprop.training.loop.EpochRecord;

/** Shows the progress of training: a bar in a terminal, elsewhere a line per recorded epoch. */
final class Progress {

  /** Set by submit.sh to the width of the terminal, if there is one. */
  private static final String COLUMNS = "SPARK_BACKPROP_COLUMNS";

  private static final int BAR = 20;
  private static final long REDRAW_NANOS = 100_000_000;

  private final PrintWriter out;
  private final long epochs;
  private final int columns;
  private EpochRecord last;
  private long firstEpoch;
  private double secondsBefore;
  private long drawn;

  Progress(PrintWriter out, long epochs) {
    String columns = System.getenv(COLUMNS);
    this.out = out;
    this.epochs = epochs;
    this.columns =
        columns != null && columns.matches("[1-9]\\d{0,4}") ? Integer.parseInt(columns) : 0;
  }

  /** Continues an earlier run after its epochs and seconds. */
  void goesOn(long epoch, double seconds) {
    firstEpoch = epoch;
    secondsBefore = seconds;
  }

  void recorded(EpochRecord epochRecord) {
    last = epochRecord;
    if (columns == 0) {
      out.println(line(epochRecord.epoch(), epochRecord.seconds()));
    }
  }

  /** Prints a note on a separate line. */
  void note(String sentence) {
    if (columns > 0) {
      out.print("\r" + " ".repeat(columns - 1) + "\r");
    }
    out.println("note: " + sentence);
  }

  void reached(long epoch, double seconds) {
    long now = System.nanoTime();
    if (columns > 0 && (now - drawn > REDRAW_NANOS || epoch == epochs)) {
      drawn = now;
      out.print("\r" + fitted(bar(epoch) + "  " + line(epoch, seconds)));
      out.flush();
    }
  }

  /** Leaves the bar as it is and moves below it. */
  void end() {
    if (columns > 0) {
      out.println();
    }
  }

  private String bar(long epoch) {
    int done = (int) (BAR * (double) epoch / Math.max(1, epochs));
    return "[" + "#".repeat(done) + "-".repeat(BAR - done) + "]";
  }

  /** Pads the line to the width of the previous one, and never lets it wrap. */
  private String fitted(String line) {
    int width = columns - 1;
    return line.length() > width
        ? line.substring(0, width)
        : line + " ".repeat(width - line.length());
  }

  private String line(long epoch, double seconds) {
    StringBuilder line = new StringBuilder("epoch %s/%s".formatted(epoch, epochs));
    if (last != null && !last.hasAccuracy()) {
      line.append(Message.of("  mean cost %.6g", last.meanCost()));
      last.validated()
          .map(v -> Message.of("  validation mean cost %.6g", v.meanCost()))
          .ifPresent(line::append);
    } else if (last != null) {
      line.append(
          Message.of(
              "  cost %.6g  accuracy %.4f  error rate %.4f",
              last.cost(), last.accuracy(), last.errorRate()));
      last.validated()
          .map(v -> Message.of("  validation cost %.6g accuracy %.4f", v.cost(), v.accuracy()))
          .ifPresent(line::append);
    }
    if (epoch > firstEpoch && seconds > secondsBefore) {
      double rate = (epoch - firstEpoch) / (seconds - secondsBefore);
      line.append(Message.of(rate < 100 ? "  %.2f epochs/s" : "  %.0f epochs/s", rate));
      line.append("  ").append(duration((epochs - epoch) / rate)).append(" left");
    }
    return line.toString();
  }

  private static String duration(double seconds) {
    long whole = (long) Math.ceil(seconds);
    return whole < 3600
        ? Message.of("%d:%02d", whole / 60, whole % 60)
        : Message.of("%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }
}
