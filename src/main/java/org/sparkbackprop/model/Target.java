package org.sparkbackprop.model;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.network.loss.LossFunction;
import org.sparkbackprop.network.loss.Losses;

/**
 * What a model predicts. Numbers are standardised for the network, t′ = (t − shift) / scale, and
 * its predictions are turned back.
 *
 * @param kind of the target
 * @param names of the classes, of the labels, or of the columns of numbers, in order
 * @param shift of each column of numbers; empty for other kinds
 * @param scale of each column of numbers, above 0; empty for other kinds
 * @param decision how a class is chosen
 */
@SuppressWarnings("ArrayRecordComponent") // compared by equals below
public record Target(
    Kind kind, List<String> names, double[] shift, double[] scale, Decision decision)
    implements Serializable {

  private static final double[] NONE = {};

  /** Kinds of targets. */
  public enum Kind {
    /** Each row has exactly one of several classes. */
    CLASS("class", "classes"),
    /** Each row has one quantity or several. */
    NUMBER("number", "numbers"),
    /** Each row has any of several labels, all or none of them. */
    LABELS("labels", "labels");

    private final String configurationName;
    private final String noun;

    Kind(String configurationName, String noun) {
      this.configurationName = configurationName;
      this.noun = noun;
    }

    /** The word of configurations and models. */
    public String configurationName() {
      return configurationName;
    }

    /** The words of all kinds. */
    public static List<String> names() {
      return Arrays.stream(values()).map(Kind::configurationName).toList();
    }

    /** What several of them are called. */
    public String noun() {
      return noun;
    }

    /**
     * The kind of a word.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Kind named(String word) {
      return Arrays.stream(values())
          .filter(kind -> kind.configurationName.equals(word))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException(word + " is no kind of target"));
    }
  }

  /**
   * Checks that numbers are standardised and nothing else is.
   *
   * @throws IllegalArgumentException if a name occurs twice, there is not one finite shift and
   *     scale for each column of numbers, a scale is not above 0, or there is a threshold but not
   *     two classes
   */
  public Target {
    names = List.copyOf(names);
    if (names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException(
          "its %s %s are not different".formatted(kind.noun(), Excerpt.some(names)));
    }
    if (decision.hasThreshold() && !(kind == Kind.CLASS && names.size() == 2)) {
      throw new IllegalArgumentException("a threshold needs two classes, not " + names);
    }
    int columns = kind == Kind.NUMBER ? names.size() : 0;
    if (shift.length != columns || scale.length != columns) {
      throw new IllegalArgumentException(
          "%s shifts and %s scales do not fit %s columns of numbers"
              .formatted(shift.length, scale.length, columns));
    }
    for (int k = 0; k < columns; k++) {
      if (!Double.isFinite(shift[k]) || !(scale[k] > 0 && Double.isFinite(scale[k]))) {
        throw new IllegalArgumentException(
            "target %s cannot have shift %s and scale %s"
                .formatted(names.get(k), shift[k], scale[k]));
      }
    }
  }

  /** One of these classes. */
  public static Target ofClasses(List<String> names) {
    return new Target(Kind.CLASS, names, NONE, NONE, Decision.MOST_PROBABLE);
  }

  /** Any of these labels. */
  public static Target ofLabels(List<String> names) {
    return new Target(Kind.LABELS, names, NONE, NONE, Decision.MOST_PROBABLE);
  }

  /** Columns of numbers. */
  public static Target ofNumbers(List<String> names, double[] shift, double[] scale) {
    return new Target(Kind.NUMBER, names, shift, scale, Decision.MOST_PROBABLE);
  }

  /** The same with another decision. */
  public Target with(Decision other) {
    return new Target(kind, names, shift, scale, other);
  }

  /** Number of classes, labels or columns. */
  public int size() {
    return names.size();
  }

  /** Whether rows have exactly one class. */
  public boolean isClass() {
    return kind == Kind.CLASS;
  }

  /** Whether predictions are quantities, not probabilities. */
  public boolean isNumber() {
    return kind == Kind.NUMBER;
  }

  /** Whether a loss for such targets can train a network for this one. */
  public boolean fits(Losses.Of targets) {
    return switch (targets) {
      case CLASSES -> isClass();
      case TWO_CLASSES -> isClass() && size() == 2;
      case LABELS -> kind == Kind.LABELS;
      case NUMBERS -> isNumber();
    };
  }

  /** A number as the network sees it. */
  public double standardise(int column, double number) {
    return (number - shift[column]) / scale[column];
  }

  /** A standardised number in the unit of its column. */
  public double restore(int column, double standardised) {
    return standardised * scale[column] + shift[column];
  }

  /**
   * Turns predictions of the network back to the units of their columns; those of other kinds stay
   * as they are.
   *
   * @param predictions of one row, in the order of {@link #predictionNames}; modified
   */
  public void restore(double[] predictions) {
    if (isNumber()) {
      int ofColumn = predictions.length / size();
      for (int i = 0; i < predictions.length; i++) {
        predictions[i] = restore(i / ofColumn, predictions[i]);
      }
    }
  }

  /** Names of the predictions, in order; a column with quantiles has one for each: price@0.9. */
  public List<String> predictionNames(LossFunction loss) {
    if (loss.name() != Losses.PINBALL) {
      return names;
    }
    return names.stream()
        .flatMap(name -> loss.quantiles().stream().map(quantile -> name + "@" + quantile))
        .toList();
  }

  /** The column of a prediction. */
  public int columnOf(int prediction, LossFunction loss) {
    return loss.name() == Losses.PINBALL ? prediction / loss.quantiles().size() : prediction;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Target target
        && kind == target.kind
        && names.equals(target.names)
        && Arrays.equals(shift, target.shift)
        && Arrays.equals(scale, target.scale)
        && decision.equals(target.decision);
  }

  @Override
  public int hashCode() {
    return names.hashCode();
  }

  @Override
  public String toString() {
    return kind
        + IntStream.range(0, names.size())
            .mapToObj(
                k ->
                    isNumber()
                        ? "%s (shift %s, scale %s)".formatted(names.get(k), shift[k], scale[k])
                        : names.get(k))
            .toList()
            .toString();
  }
}
