package org.sparkbackprop.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.sparkbackprop.data.DataTraits;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.settings.MiniBatchSettings;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.settings.recipe.AutomaticKey;
import org.sparkbackprop.settings.recipe.Choice;
import org.sparkbackprop.settings.recipe.Decisions;

/**
 * The rules for keys with the value {@code auto}. They depend on the data and the configuration
 * alone, never on the machine.
 */
final class AutomaticValues {

  /** Rows with more numbers are wide without bins. */
  private static final int MOST_BINNED = 128;

  /** Units of a hidden layer, unless rows are very wide. */
  private static final int UNITS = 256;

  /** For numbers, which a larger network learns with their noise, … */
  private static final int UNITS_FOR_NUMBERS = 128;

  /** … unless it has so many rows. */
  private static final long MANY_ROWS = 10_000;

  private static final int LAYERS = 3;

  /** For images, and for numbers of fewer than many rows. */
  private static final int FEW_LAYERS = 2;

  /** Bytes of fewer numbers a row are hardly images. */
  private static final int LEAST_PIXELS = 64;

  private static final int LEAST_UNITS = 8;
  private static final int UNITS_STEP = 16;

  /** Weights of the first layer, about: 32 MB as doubles. */
  private static final int FIRST_WEIGHTS = 1 << 22;

  /** Samples of a mini-batch, about: all mini-batches have the same size. */
  private static final int BATCH = 256;

  private static final int BATCH_OF_IMAGES = 128;

  /** For numbers of few rows: as many passes take more steps. */
  private static final int BATCH_OF_FEW_ROWS = 32;

  /** Steps of a training on images, about, if it is not too few or too many epochs. */
  private static final long STEPS_OF_IMAGES = 2_250;

  /** Steps of a training on a table, about, if it is not too few or too many epochs. */
  private static final long STEPS = 3_200;

  private static final long MOST_EPOCHS = 100;

  /** Below this number of rows, … */
  private static final long FEW_ROWS = 1_000;

  /** … these many epochs are as good for classes. */
  private static final long MOST_EPOCHS_OF_FEW_ROWS = 64;

  private static final long LEAST_EPOCHS = 6;

  /** Records of a training, about, if it has as many epochs. */
  private static final long RECORDS = 25;

  /** More records than most trainings have, so that weights are chosen from all of them. */
  private static final long PATIENCE = 1_000;

  /** The latest steps over which weights are averaged, about, as a share of all. */
  private static final double AVERAGED_SHARE = 0.03;

  /** Rows of a step of all workers together for each of a mini-batch without workers. */
  private static final double SHARED = 0.75;

  private static final double OF_LOST_STEPS = 0.8;

  private static final int FULL_BATCH_EPOCHS = 200;

  private AutomaticValues() {}

  /**
   * How rows are prepared.
   *
   * @param form of the rows as they are read
   * @param divisor of their numbers, which is not 1 for the bytes of images
   * @param numbers of a row
   * @param given the settings; keys that nothing about the source decides may be open
   */
  static List<Choice> ofSource(
      RowShape.Form form, double divisor, int numbers, TrainingSettings given) {
    List<Choice> choices = new ArrayList<>();
    boolean sparse = form == RowShape.Form.SPARSE;
    boolean table = !sparse && divisor == 1;
    String other =
        sparse
            ? "zeros that are not stored stay zeros"
            : "all numbers are divided by " + number(divisor);
    for (AutomaticKey key : given.decisions().open()) {
      switch (key) {
        case STANDARDISATION ->
            choices.add(table ? standardisation(given) : key.as("divide", other));
        case MISSING ->
            choices.add(
                table
                    ? key.as("median", "a missing number becomes an ordinary one")
                    : sparse ? key.as(0, "what is not stored is 0") : key.as("refuse", other));
        case MARK_MISSING ->
            choices.add(
                table
                    ? key.as(true, "that it is missing may say something")
                    : key.as(false, other));
        case NUMBERS -> choices.add(table ? numbers(numbers, given) : key.as("plain", other));
        default -> {} // decided when the rows are read
      }
    }
    return choices;
  }

  private static Choice standardisation(TrainingSettings given) {
    return isNumber(given)
        ? AutomaticKey.STANDARDISATION.as(
            "z-score", "what is predicted may rise with a number, however large")
        : AutomaticKey.STANDARDISATION.as(
            "robust", "the numbers of a table have any unit, and outliers");
  }

  private static boolean isNumber(TrainingSettings given) {
    return given.input().target().kind() == Target.Kind.NUMBER;
  }

  private static Choice numbers(int numbers, TrainingSettings given) {
    if (isNumber(given)) {
      return AutomaticKey.NUMBERS.as(
          "plain", "bins would learn the noise of what is predicted, too");
    }
    String reason = text("%,d numbers a row", numbers);
    return numbers <= MOST_BINNED
        ? AutomaticKey.NUMBERS.as("piecewise-linear", reason)
        : AutomaticKey.NUMBERS.as("plain", reason);
  }

  /**
   * The network, on which the number of partitions may depend.
   *
   * @param given the settings; keys that the network does not depend on may be open
   */
  static List<Choice> ofNetwork(DataTraits traits, TrainingSettings given) {
    List<AutomaticKey> open = given.decisions().open();
    List<Choice> choices = new ArrayList<>();
    Kind kind = Kind.of(traits, given);
    int members = given.network().members();
    if (open.contains(AutomaticKey.MEMBERS)) {
      Choice choice = members(traits, kind, open);
      members = (int) choice.value();
      choices.add(choice);
    }
    if (open.contains(AutomaticKey.HIDDEN)) {
      choices.add(hidden(traits, members, kind));
    }
    return choices;
  }

  /**
   * What depends on all rows.
   *
   * @param given the settings with the network; their other open keys are decided
   * @param partitions of the training rows
   */
  static List<Choice> of(DataTraits traits, TrainingSettings given, int partitions) {
    List<Choice> choices = new ArrayList<>();
    long rows = traits.trainingRows();
    Decisions decisions = given.decisions();
    Kind kind = Kind.of(traits, given);
    int workers = given.local().isPresent() ? partitions : 1;
    int usual = batch(rows, kind, workers);
    int batch =
        decisions.isOpen(AutomaticKey.BATCH_SIZE)
            ? usual
            : given.miniBatches().map(MiniBatchSettings::batchSize).orElse(usual);
    long steps = steps(rows, batch * (long) workers);
    long epochs =
        decisions.isOpen(AutomaticKey.EPOCHS)
            ? epochs(given, rows, steps, kind)
            : given.epochs().number();
    for (AutomaticKey key : decisions.open()) {
      switch (key) {
        case DROPOUT -> choices.add(key.as(kind.dropout, kind.reason));
        case BATCH_SIZE -> choices.add(key.as(batch, batchReason(rows, workers)));
        case EPOCHS -> choices.add(key.as(epochs, steps(given, epochs * steps, batch)));
        case RECORD_EVERY -> choices.add(recordEvery(given, epochs));
        case OUTER_MOMENTUM -> choices.add(outerMomentum(workers));
        case AVERAGE -> choices.add(average(given, epochs * steps));
        case PATIENCE -> choices.add(patience(given));
        default -> {} // decided before
      }
    }
    return choices;
  }

  /**
   * The share held out for validation.
   *
   * @param share that was held out; none if there are too few
   * @param rows that are good
   * @param least number of rows of which any are held out
   */
  static Choice validation(double share, long rows, long least) {
    if (least == 0) {
      return AutomaticKey.VALIDATION.as(share, "models are compared on these rows");
    }
    String reason = share > 0 ? "%,d rows are enough" : "%,d rows are fewer than %,d";
    return AutomaticKey.VALIDATION.as(share, text(reason, rows, least));
  }

  /** Of rows, and of what is predicted from them. */
  private enum Kind {
    TABLE(4, 0.15, "rows of a table"),
    TABLE_WITH_NUMBERS(4, 0.15, "rows of a table"),
    IMAGES(1, 0, "all numbers are bytes, as in images");

    private final int members;
    private final double dropout;
    private final String reason;

    Kind(int members, double dropout, String reason) {
      this.members = members;
      this.dropout = dropout;
      this.reason = reason;
    }

    static Kind of(DataTraits traits, TrainingSettings given) {
      if (traits.bytes() && !traits.sparse() && traits.numbers() >= LEAST_PIXELS) {
        return IMAGES;
      }
      return isNumber(given) ? TABLE_WITH_NUMBERS : TABLE;
    }

    int layers(long rows) {
      return switch (this) {
        case TABLE -> LAYERS;
        case TABLE_WITH_NUMBERS -> rows < MANY_ROWS ? FEW_LAYERS : LAYERS;
        case IMAGES -> FEW_LAYERS;
      };
    }

    /** Units of a hidden layer at most; of several members, with as many weights between layers. */
    int units(long rows, int members) {
      int all = this == TABLE_WITH_NUMBERS && rows < MANY_ROWS ? UNITS_FOR_NUMBERS : UNITS;
      return Math.max(LEAST_UNITS, ((int) (all / Math.sqrt(members) / UNITS_STEP)) * UNITS_STEP);
    }

    /** Samples of a mini-batch, about. */
    int batch(long rows) {
      return switch (this) {
        case TABLE -> BATCH;
        case TABLE_WITH_NUMBERS -> rows < FEW_ROWS ? BATCH_OF_FEW_ROWS : BATCH;
        case IMAGES -> BATCH_OF_IMAGES;
      };
    }
  }

  /** Where there is no room for members of many units, a single network has more. */
  private static Choice members(DataTraits traits, Kind kind, List<AutomaticKey> open) {
    if (!open.contains(AutomaticKey.HIDDEN)) {
      return AutomaticKey.MEMBERS.as(1, "network.hidden is given");
    }
    int units = kind.units(traits.trainingRows(), kind.members);
    long weights = (long) kind.members * units * traits.inputs();
    return weights > FIRST_WEIGHTS
        ? AutomaticKey.MEMBERS.as(1, text("%,d inputs leave no room for more", traits.inputs()))
        : AutomaticKey.MEMBERS.as(kind.members, kind.reason);
  }

  private static Choice hidden(DataTraits traits, int members, Kind kind) {
    long rows = traits.trainingRows();
    int inputs = traits.inputs();
    int most = kind.units(rows, members);
    int units = most;
    while (units > LEAST_UNITS && (long) units * members * inputs > FIRST_WEIGHTS) {
      units /= 2;
    }
    String reason =
        units == most
            ? text(
                kind == Kind.TABLE_WITH_NUMBERS ? "%,d inputs, %,d rows" : "%,d inputs",
                inputs,
                rows)
            : text("%,d inputs leave room for few units", inputs);
    return AutomaticKey.HIDDEN.as(Collections.nCopies(kind.layers(rows), units), reason);
  }

  /**
   * Workers that average their weights share a mini-batch: they take about as many steps as one
   * without workers.
   */
  private static int batch(long rows, Kind kind, int workers) {
    int about = kind.batch(rows);
    double share = workers == 1 ? about : SHARED * about;
    long steps = Math.max(1, Math.round(rows / share)) * workers;
    return (int) Math.max(1, (rows + steps - 1) / steps);
  }

  /**
   * Adam divides by √v, and v of a worker's small batches is up to as many times larger as there
   * are workers, of whose noise the average has less: steps are too short by up to √workers, which
   * a momentum of 1 − 1 / √workers makes up for. In early rounds, four fifths of it learn faster.
   */
  private static Choice outerMomentum(int workers) {
    return AutomaticKey.OUTER_MOMENTUM.as(
        Math.round(1000 * OF_LOST_STEPS * (1 - 1 / Math.sqrt(workers))) / 1000.0,
        workers == 1 ? "there is nothing to average" : text("averages of %,d workers", workers));
  }

  private static String batchReason(long rows, int workers) {
    String ofRows = text("%,d rows for training", rows);
    return workers == 1 ? ofRows : ofRows + text(", %,d partitions that share a step", workers);
  }

  private static long steps(long rows, long batch) {
    return Math.max(1, (rows + batch - 1) / batch);
  }

  private static long epochs(TrainingSettings given, long rows, long steps, Kind kind) {
    if (given.miniBatches().isEmpty()) {
      return FULL_BATCH_EPOCHS;
    }
    long all = kind == Kind.IMAGES ? STEPS_OF_IMAGES : STEPS;
    long most =
        rows < FEW_ROWS && kind != Kind.TABLE_WITH_NUMBERS ? MOST_EPOCHS_OF_FEW_ROWS : MOST_EPOCHS;
    return Math.max(LEAST_EPOCHS, Math.min(most, all / steps));
  }

  private static String steps(TrainingSettings given, long all, int batch) {
    return given.miniBatches().isEmpty()
        ? "one step each, with all rows"
        : text("%,d steps, with %,d rows each", all, batch);
  }

  /** A step with all rows takes longer than a record of it. */
  private static Choice recordEvery(TrainingSettings given, long epochs) {
    long every = given.miniBatches().isEmpty() ? 1 : Math.max(1, (epochs + RECORDS - 1) / RECORDS);
    return AutomaticKey.RECORD_EVERY.as(every, text("%,d epochs", epochs));
  }

  private static Choice average(TrainingSettings given, long steps) {
    if (given.miniBatches().isEmpty()) {
      return AutomaticKey.AVERAGE.as(0.0, "steps with all rows have no noise");
    }
    long latest = Math.max(1, Math.round(AVERAGED_SHARE * steps));
    return AutomaticKey.AVERAGE.as(
        1 - 1.0 / latest, text("about the latest %,d of %,d steps", latest, steps));
  }

  private static Choice patience(TrainingSettings given) {
    return given.validation().isThere()
        ? AutomaticKey.PATIENCE.as(
            PATIENCE, "all epochs run, and weights are chosen by the rows held out")
        : AutomaticKey.PATIENCE.as(0, "no rows are held out to judge by");
  }

  private static String number(double value) {
    return value == Math.rint(value) ? text("%.0f", value) : Double.toString(value);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
