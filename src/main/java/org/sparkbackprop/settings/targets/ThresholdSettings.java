package org.sparkbackprop.settings.targets;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How one of two classes is chosen.
 *
 * @param positiveClass the class that is looked for; the second one if absent
 * @param rule of the threshold of its probability
 * @param value the threshold of {@link Rule#GIVEN}, the precision of {@link Rule#PRECISION}, else
 *     NaN
 * @param falsePositiveCost of {@link Rule#COST}
 * @param falseNegativeCost of {@link Rule#COST}
 */
public record ThresholdSettings(
    Optional<String> positiveClass,
    Rule rule,
    double value,
    double falsePositiveCost,
    double falseNegativeCost) {

  /** The more probable class, of any number. */
  public static final ThresholdSettings NONE =
      new ThresholdSettings(Optional.empty(), Rule.NONE, Double.NaN, 1, 1);

  /** Whether anything is said that only two classes can have. */
  public boolean needsTwoClasses() {
    return positiveClass.isPresent() || rule != Rule.NONE;
  }

  /** The rule in a few words, for models and people. */
  public String describe() {
    return switch (rule) {
      case NONE -> "";
      case GIVEN -> "given";
      case F1 -> "largest F1";
      case COST ->
          "least cost, false positives "
              + falsePositiveCost
              + ", false negatives "
              + falseNegativeCost;
      case PRECISION -> "largest recall with a precision of at least " + value;
    };
  }

  /** Rules by which a threshold is chosen. */
  public enum Rule {
    /** There is no threshold: the most probable class is chosen. */
    NONE("none"),
    /** The threshold is given. */
    GIVEN("given"),
    /** The threshold with the largest F1 over the validation rows. */
    F1("f1"),
    /** The threshold whose errors cost least. */
    COST("cost"),
    /** The threshold with the largest recall that is as precise as wanted. */
    PRECISION("precision");

    private final String configurationName;

    Rule(String configurationName) {
      this.configurationName = configurationName;
    }

    /** The rule of a word. */
    public static Rule named(String word) {
      return Arrays.stream(values())
          .filter(rule -> rule.configurationName.equals(word))
          .findFirst()
          .orElse(NONE);
    }

    /** The words of rules; a given threshold is a number. */
    public static List<String> words() {
      return Arrays.stream(values())
          .filter(rule -> rule != GIVEN)
          .map(Rule::configurationName)
          .toList();
    }

    /** The word of configurations. */
    public String configurationName() {
      return configurationName;
    }

    /** Whether the validation rows choose. */
    public boolean needsRows() {
      return this == F1 || this == COST || this == PRECISION;
    }
  }
}
