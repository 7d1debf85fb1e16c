package org.sparkbackprop.cli.terminal;

import java.io.PrintWriter;
import java.util.Locale;
import org.sparkbackprop.training.loop.EpochRecord;

/**
 * Shows how training goes: in a terminal a bar that is drawn over, elsewhere a line for every
 * recorded epoch.
 */
final class Progress {

  /** Set by submit.sh to the width of the terminal, where there is one. */
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
    this(out, epochs, columns(System.getenv(COLUMNS)));
  }

  /**
   * Progress of so many epochs.
   *
   * @param columns width of the terminal, or 0 if there is none
   */
  Progress(PrintWriter out, long epochs, int columns) {
    this.out = out;
    this.epochs = epochs;
    this.columns = columns;
  }

  private static int columns(String text) {
    return text != null && text.matches("[1-9]\\d{0,4}") ? Integer.parseInt(text) : 0;
  }

  /** Goes on where an earlier run was after so many epochs and seconds. */
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

  /** Says something on a line of its own. */
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

  /** Leaves the bar where it stands and goes on below it. */
  void end() {
    if (columns > 0) {
      out.println();
    }
  }

  private String bar(long epoch) {
    int done = (int) (BAR * (double) epoch / Math.max(1, epochs));
    return "[" + "#".repeat(done) + "-".repeat(BAR - done) + "]";
  }

  /** Pads to the width that the line before may have had, and never lets it wrap. */
  private String fitted(String line) {
    int width = columns - 1;
    return line.length() > width
        ? line.substring(0, width)
        : line + " ".repeat(width - line.length());
  }

  private String line(long epoch, double seconds) {
    StringBuilder line = new StringBuilder("epoch %s/%s".formatted(epoch, epochs));
    if (last != null) {
      line.append(format("  cost %.6g", last.cost()));
      line.append(format("  accuracy %.4f", last.accuracy()));
      line.append(format("  error rate %.4f", last.errorRate()));
      last.validated()
          .ifPresent(
              held ->
                  line.append(format("  validation cost %.6g", held.cost()))
                      .append(format(" accuracy %.4f", held.accuracy())));
    }
    if (epoch > firstEpoch && seconds > secondsBefore) {
      double rate = (epoch - firstEpoch) / (seconds - secondsBefore);
      line.append(format(rate < 100 ? "  %.2f epochs/s" : "  %.0f epochs/s", rate));
      line.append("  ").append(duration((epochs - epoch) / rate)).append(" left");
    }
    return line.toString();
  }

  static String duration(double seconds) {
    long whole = (long) Math.ceil(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }

  private static String format(String pattern, double number) {
    return String.format(Locale.ROOT, pattern, number);
  }
}
