package org.sparkbackprop.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.sparkbackprop.cluster.Failure;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.run.StopHook;
import org.sparkbackprop.train.SoftwareVersions;
import org.sparkbackprop.training.loop.StopRequest;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/** Trains neural networks by backpropagation on Apache Spark. */
@Command(
    name = "submit.sh",
    synopsisHeading = "usage: ",
    customSynopsis = "submit.sh [spark-submit options] COMMAND [arguments]%n",
    description = "Trains neural networks by backpropagation on Apache Spark.",
    commandListHeading = "%ncommands (COMMAND --help explains each):%n",
    footer = "%nWithout a command: train conf/clouds.conf",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Versions.class,
    subcommands = {
      TrainCommand.class,
      RetrainCommand.class,
      VersionsCommand.class,
      CompareCommand.class,
      PlanCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      InspectCommand.class,
      CheckGradientsCommand.class,
      DescendCommand.class
    })
public final class Main implements Runnable {

  private static final String[] WITHOUT_COMMAND = {"train", "conf/clouds.conf"};

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private Main() {}

  /** Runs a command and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT); // numbers look the same everywhere
    StopSignal.watchInterrupts();
    StopHook.onStop(() -> {}, Duration.ZERO); // records the stop: failures then come of it
    StopSignal.sayIfStopped(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    int code;
    try {
      code = run(arguments.length == 0 ? WITHOUT_COMMAND : arguments);
    } finally {
      StopSignal.commandEnds();
    }
    // Spark's cluster managers read the exit code; for 0, Spark cleans up and ends the process
    if (code != ExitCode.DONE.number()) {
      System.exit(code);
    }
  }

  /** Runs a command and returns its exit code. */
  static int run(String... arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    try {
      return commandLine(out, err).execute(arguments);
    } catch (Error e) { // picocli handles exceptions only
      Failure failure = Failure.of(e);
      err.println("error: " + failure.message());
      return failure.code().number();
    }
  }

  private static CommandLine commandLine(PrintWriter out, PrintWriter err) {
    return new CommandLine(new Main())
        .setOut(out)
        .setErr(err)
        .setParameterExceptionHandler((exception, given) -> usageError(exception, err))
        .setExecutionExceptionHandler(
            (exception, command, parsed) -> failed(exception, command, err))
        .setUsageHelpAutoWidth(true);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  private static int usageError(ParameterException exception, PrintWriter err) {
    String command = exception.getCommandLine().getCommandSpec().qualifiedName();
    err.println("error: " + exception.getMessage() + "; see " + command + " --help");
    return ExitCode.USAGE.number();
  }

  private static int failed(Throwable thrown, CommandLine command, PrintWriter err) {
    SparkCommand spark = command.getCommand() instanceof SparkCommand ours ? ours : null;
    Failure failure = Failure.of(thrown);
    if (failure.code() == StopRequest.code()) {
      err.println(failure.message());
      return StopRequest.code().number();
    }
    if (StopRequest.isMade()) { // failures while the JVM ends come of that
      err.println("stopped by a signal");
      return StopRequest.code().number();
    }
    boolean verbose = spark != null && spark.isVerbose();
    String hint =
        failure.isUnexplained() && !verbose
            ? "; repeat the command with --verbose to see where"
            : "";
    err.println("error: " + failure.message() + hint);
    if (verbose) {
      thrown.printStackTrace(err);
    }
    return failure.code().number();
  }

  static final class Versions implements IVersionProvider {

    @Override
    public String[] getVersion() {
      String spark = SoftwareVersions.builtForSpark();
      return new String[] {
        "spark-backprop %s (built for Spark %s)".formatted(SoftwareVersions.own(), spark)
      };
    }
  }
}
