package org.sparkbackprop.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sparkbackprop.network.loss.LossFunction;
import org.sparkbackprop.network.loss.Losses;

/**
 * Target and loss in model.json. Models of classes by softmax have neither field, as they are the
 * only ones that earlier versions wrote.
 */
final class TargetDescription {

  static final String TARGET = "target";
  static final String LOSS = "loss";
  static final String DECISION = "decision";

  private static final String DELTA = "huber_delta";
  private static final String QUANTILES = "quantiles";
  private static final String NAMES = "names";

  private TargetDescription() {}

  static void put(Target target, Map<String, Object> description) {
    if (!target.decision().equals(Decision.MOST_PROBABLE)) {
      description.put(DECISION, decision(target));
    }
    if (target.isClass()) {
      return;
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("kind", target.kind().configurationName());
    fields.put(NAMES, target.names());
    if (target.isNumber()) {
      fields.put("shift", PreparationDescription.list(target.shift()));
      fields.put("scale", PreparationDescription.list(target.scale()));
    }
    description.put(TARGET, fields);
  }

  private static Map<String, Object> decision(Target target) {
    Decision decision = target.decision();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("positive_class", target.names().get(decision.positiveClass()));
    if (decision.hasThreshold()) {
      fields.put("threshold", decision.threshold());
      fields.put("rule", decision.rule());
    }
    return fields;
  }

  /**
   * The decision between two classes.
   *
   * @param described the field; null if there is none
   * @throws IllegalArgumentException if it is not a decision between these classes
   */
  static Decision decision(Object described, List<String> classes) {
    if (described == null) {
      return Decision.MOST_PROBABLE;
    }
    Map<?, ?> fields = PreparationDescription.require(Map.class, described, DECISION);
    String name = PreparationDescription.text(field(fields, DECISION, "positive_class"));
    int positive = classes.indexOf(name);
    if (positive < 0) {
      throw new IllegalArgumentException("its positive class " + name + " is not a class");
    }
    return fields.containsKey("threshold")
        ? new Decision(
            positive,
            PreparationDescription.number(fields.get("threshold")),
            PreparationDescription.text(field(fields, DECISION, "rule")))
        : Decision.mostProbable(positive);
  }

  /**
   * The target of a model.
   *
   * @param described the field; null for classes
   * @throws IllegalArgumentException if it is not a target
   */
  static Target target(Object described, List<String> classes) {
    if (described == null) {
      return Target.ofClasses(classes);
    }
    Map<?, ?> fields = PreparationDescription.require(Map.class, described, TARGET);
    Target.Kind kind =
        Target.Kind.named(PreparationDescription.text(field(fields, TARGET, "kind")));
    List<String> names = PreparationDescription.texts(field(fields, TARGET, NAMES));
    return switch (kind) {
      case CLASS ->
          throw new IllegalArgumentException(
              "its target is of kind class, which has no such field");
      case LABELS -> Target.ofLabels(names);
      case NUMBER ->
          Target.ofNumbers(
              names,
              PreparationDescription.numbers(field(fields, TARGET, "shift")),
              PreparationDescription.numbers(field(fields, TARGET, "scale")));
    };
  }

  private static Object field(Map<?, ?> fields, String of, String name) {
    Object value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException("its %s has no %s".formatted(of, name));
    }
    return value;
  }

  static void put(LossFunction loss, Map<String, Object> description) {
    if (loss.name() == Losses.SOFTMAX_CROSS_ENTROPY) {
      return;
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", loss.name().lossName());
    if (loss.name() == Losses.HUBER) {
      fields.put(DELTA, loss.huberDelta());
    } else if (loss.name() == Losses.PINBALL) {
      fields.put(QUANTILES, loss.quantiles());
    }
    description.put(LOSS, fields);
  }

  /**
   * The loss of a model.
   *
   * @param described the field; null for softmax with cross-entropy
   * @throws ModelFormatException if it is not a loss
   */
  static LossFunction loss(Object described, String file) {
    if (described == null) {
      return LossFunction.of(Losses.SOFTMAX_CROSS_ENTROPY);
    }
    try {
      Map<?, ?> fields = PreparationDescription.require(Map.class, described, LOSS);
      String name = PreparationDescription.text(field(fields, LOSS, "name"));
      Losses loss =
          Losses.named(name)
              .orElseThrow(() -> new IllegalArgumentException(name + " is no loss known here"));
      return switch (loss) {
        case HUBER ->
            new LossFunction(
                loss,
                PreparationDescription.number(field(fields, LOSS, DELTA)),
                LossFunction.USUAL_QUANTILES);
        case PINBALL ->
            new LossFunction(
                loss,
                LossFunction.USUAL_DELTA,
                PreparationDescription.list(
                    PreparationDescription.numbers(field(fields, LOSS, QUANTILES))));
        default -> LossFunction.of(loss);
      };
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(file + ": " + e.getMessage());
    }
  }

  /** The word for the function that turns the last layer's scores into predictions. */
  static String outputActivation(LossFunction loss) {
    return switch (loss.name().targets()) {
      case CLASSES -> "softmax";
      case TWO_CLASSES, LABELS -> "sigmoid";
      case NUMBERS -> loss.name() == Losses.POISSON ? "exp" : "identity";
    };
  }
}
