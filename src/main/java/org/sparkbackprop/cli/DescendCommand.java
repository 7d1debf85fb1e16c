package org.sparkbackprop.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.error.Message;
import org.sparkbackprop.optim.Descent;
import org.sparkbackprop.optim.GradientDescent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Gradient descent alone, on exercises with known answers. */
@Command(
    name = "descend",
    description = "Show gradient descent on three exercises with known answers.",
    mixinStandardHelpOptions = true)
final class DescendCommand implements Callable<Integer> {

  private static final int FIRST_STEPS = 8;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    for (Exercise exercise : Exercise.all()) {
      PrintWriter out = out();
      out.println(exercise.title());
      out.println("  known answer: " + exercise.knownAnswer());
      show(exercise, exercise.learningRate(), "");
      exercise.learningRateTooLarge().ifPresent(rate -> show(exercise, rate, ", too large"));
      exercise.remarks().forEach(remark -> out.println("  " + remark));
      out.println();
    }
    return ExitCode.DONE.number();
  }

  private void show(Exercise exercise, double learningRate, String remark) {
    Descent descent =
        new Descent(exercise.objective(), new GradientDescent(), learningRate, exercise.domain());
    for (double[] start : exercise.starts()) {
      List<Descent.Point> path = descent.from(start, exercise.steps());
      out().printf("  learning rate %s%s, from %s:%n", learningRate, remark, point(start));
      int shown = Math.min(FIRST_STEPS, path.size() - 1);
      for (int step = 0; step <= shown; step++) {
        print(exercise, step, path.get(step));
      }
      Descent.Point last = path.get(path.size() - 1);
      if (path.size() - 1 > shown) {
        out().println("      …");
        print(exercise, path.size() - 1, last);
      }
      out().println("    " + exercise.verdict(path));
    }
  }

  private void print(Exercise exercise, int step, Descent.Point point) {
    double value = exercise.sign() * point.value();
    out().println(Message.of("    step %4d  %s  value %.9f", step, point(point.at()), value));
  }

  static String point(double[] at) {
    return Arrays.stream(at)
        .mapToObj(x -> String.format(Locale.ROOT, "%.9f", x))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
