package org.sparkbackprop.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.network.loss.LossFunction;
import org.sparkbackprop.network.loss.Losses;
import org.sparkbackprop.settings.targets.TargetColumns;
import org.sparkbackprop.settings.targets.TargetSettings;
import org.sparkbackprop.settings.targets.TargetSettings.Scaling;
import org.sparkbackprop.settings.targets.ThresholdSettings;
import org.sparkbackprop.settings.targets.ThresholdSettings.Rule;

/** Reads the section {@code target}. */
final class TargetReading {

  private static final String KIND = "target.kind";
  private static final String COLUMNS = "target.columns";
  private static final String LOSS = "target.loss";
  private static final String QUANTILES = "target.quantiles";
  private static final String THRESHOLD = "target.threshold";
  private static final String SEPARATOR = "target.separator";

  /** The word for both losses with sigmoids: of labels, and of two classes with one output. */
  private static final String SIGMOID = Losses.SIGMOID_CROSS_ENTROPY.lossName();

  private TargetReading() {}

  /** Where rows have their targets. */
  static TargetColumns columns(SettingsReader reader) {
    Target.Kind kind = kind(reader);
    List<String> columns = reader.texts(COLUMNS);
    if (columns.stream().distinct().count() < columns.size() || columns.contains("")) {
      reader.problem(COLUMNS, "= " + columns + " must be different names, none of them empty");
    }
    if (kind == Target.Kind.CLASS && columns.size() > 1) {
      reader.problem(
          COLUMNS,
          "= %s has several columns, but a row has one class: set target.kind = labels if the columns"
                  .formatted(columns)
              + " say true or false each, or number if they are quantities");
    }
    String separator = reader.text(SEPARATOR, "");
    if (separator.isEmpty()) {
      reader.problem(SEPARATOR, "must be a text between names of labels, such as \",\" or \"|\"");
    }
    boolean counts = loss(reader, kind) == Losses.POISSON;
    List<String> once = columns.stream().distinct().toList();
    return new TargetColumns(kind, once, separator, counts ? 0 : Double.NEGATIVE_INFINITY);
  }

  /** What training minimises. */
  static TargetSettings settings(SettingsReader reader) {
    double delta = reader.positive("target.huber-delta");
    List<Double> quantiles = reader.numberList(QUANTILES);
    boolean ascending = !quantiles.isEmpty() || !reader.isList(QUANTILES);
    for (int i = 0; i < quantiles.size(); i++) {
      ascending &= quantiles.get(i) > (i == 0 ? 0 : quantiles.get(i - 1)) && quantiles.get(i) < 1;
    }
    if (!ascending) {
      reader.problem(
          QUANTILES, "= %s must ascend between 0 and 1, as [0.1, 0.5, 0.9]".formatted(quantiles));
    }
    String scaling = reader.choice("target.standardisation", List.of("auto", "none"));
    return new TargetSettings(
        new LossFunction(
            loss(reader, kind(reader)),
            delta,
            ascending && !quantiles.isEmpty() ? quantiles : LossFunction.USUAL_QUANTILES),
        scaling.equals("none") ? Scaling.NONE : Scaling.AUTOMATIC,
        threshold(reader));
  }

  private static ThresholdSettings threshold(SettingsReader reader) {
    boolean given = !reader.isText(THRESHOLD);
    Rule rule = given ? Rule.GIVEN : Rule.named(reader.choice(THRESHOLD, Rule.words()));
    double precision = reader.positiveShare("target.least-precision");
    return new ThresholdSettings(
        reader.text("target.positive-class"),
        rule,
        switch (rule) {
          case GIVEN -> reader.share(THRESHOLD);
          case PRECISION -> precision;
          default -> Double.NaN;
        },
        reader.from0("target.false-positive-cost"),
        reader.from0("target.false-negative-cost"));
  }

  /** The word of a loss in configurations. */
  static String word(Losses loss) {
    return loss == Losses.BINARY_CROSS_ENTROPY ? SIGMOID : loss.lossName();
  }

  /** Whether both kind and loss have values that go together, so that other keys can be judged. */
  static boolean isUnderstood(SettingsReader reader) {
    return hasKind(reader)
        && (reader.isWord(LOSS, SettingsReader.AUTO)
            || losses(kind(reader)).stream().anyMatch(name -> reader.isWord(LOSS, name)));
  }

  private static boolean hasKind(SettingsReader reader) {
    return Target.Kind.names().stream().anyMatch(name -> reader.isWord(KIND, name));
  }

  private static Target.Kind kind(SettingsReader reader) {
    return Target.Kind.named(reader.choice(KIND, Target.Kind.names()));
  }

  private static Losses loss(SettingsReader reader, Target.Kind kind) {
    if (reader.isWord(LOSS, SettingsReader.AUTO) || !hasKind(reader)) {
      return TargetSettings.usualLoss(kind);
    }
    Optional<Target.Kind> other = otherKind(reader, kind);
    if (other.isPresent()) {
      reader.problem(
          LOSS,
          "= %s is for target.kind = %s, not for %s, whose losses are %s"
              .formatted(
                  reader.text(LOSS, ""),
                  other.get().configurationName(),
                  kind.configurationName(),
                  String.join(", ", losses(kind))));
      return TargetSettings.usualLoss(kind);
    }
    String name = reader.choice(LOSS, losses(kind));
    return kind == Target.Kind.CLASS && name.equals(SIGMOID)
        ? Losses.BINARY_CROSS_ENTROPY
        : Losses.named(name).orElse(TargetSettings.usualLoss(kind));
  }

  /** The kind that has the given loss, if the given kind does not. */
  private static Optional<Target.Kind> otherKind(SettingsReader reader, Target.Kind kind) {
    return losses(kind).stream().anyMatch(name -> reader.isWord(LOSS, name))
        ? Optional.empty()
        : Arrays.stream(Target.Kind.values())
            .filter(each -> losses(each).stream().anyMatch(name -> reader.isWord(LOSS, name)))
            .findFirst();
  }

  private static List<String> losses(Target.Kind kind) {
    return switch (kind) {
      case CLASS -> List.of(Losses.SOFTMAX_CROSS_ENTROPY.lossName(), SIGMOID);
      case LABELS -> List.of(SIGMOID);
      case NUMBER -> Losses.names(Losses.Of.NUMBERS);
    };
  }
}
