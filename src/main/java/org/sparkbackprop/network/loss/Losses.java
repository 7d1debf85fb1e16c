package org.sparkbackprop.network.loss;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;

/** The table of losses: a new one is a file and a line here. */
@SuppressWarnings("ImmutableEnumChecker") // a constructor has no state
public enum Losses {
  SOFTMAX_CROSS_ENTROPY(Of.CLASSES, Shape.SMOOTH, (f, s) -> new SoftmaxCrossEntropy(s)),
  BINARY_CROSS_ENTROPY(Of.TWO_CLASSES, Shape.SMOOTH, (f, s) -> new BinaryCrossEntropy(s)),
  SIGMOID_CROSS_ENTROPY(Of.LABELS, Shape.SMOOTH, (f, s) -> new SigmoidCrossEntropy(s)),
  SQUARED_ERROR(Of.NUMBERS, Shape.SMOOTH, (f, s) -> new SquaredError()),
  ABSOLUTE_ERROR(Of.NUMBERS, Shape.KINKED, (f, s) -> new AbsoluteError()),
  HUBER(Of.NUMBERS, Shape.PIECEWISE, (f, s) -> new Huber(f.huberDelta())),
  POISSON(Of.NUMBERS, Shape.SMOOTH, (f, s) -> new Poisson()),
  PINBALL(Of.NUMBERS, Shape.KINKED, (f, s) -> new Pinball(f.quantiles()));

  /** What the targets of a loss are. */
  public enum Of {
    /** Each sample has exactly one of several classes. */
    CLASSES,
    /** Each sample has exactly one of two classes; the network has one output. */
    TWO_CLASSES,
    /** Each sample has any of several labels. */
    LABELS,
    /** Each sample has one number or several. */
    NUMBERS
  }

  private enum Shape {
    SMOOTH,
    /** The second derivative jumps. */
    PIECEWISE,
    /** The derivative jumps. */
    KINKED
  }

  private final Of targets;
  private final Shape shape;
  private final BiFunction<LossFunction, LabelSmoothing, Loss> maker;

  Losses(Of targets, Shape shape, BiFunction<LossFunction, LabelSmoothing, Loss> maker) {
    this.targets = targets;
    this.shape = shape;
    this.maker = maker;
  }

  Loss create(LossFunction function, LabelSmoothing smoothing) {
    return maker.apply(function, smoothing);
  }

  /** What its targets are. */
  public Of targets() {
    return targets;
  }

  /** Whether its derivative is continuous, as a quasi-Newton method needs it. */
  public boolean isSmooth() {
    return shape != Shape.KINKED;
  }

  /** Whether it is made of pieces, between which a derivative jumps. */
  public boolean hasSides() {
    return shape != Shape.SMOOTH;
  }

  /** The name in configurations and models, such as squared-error. */
  public String lossName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The loss of a name. */
  public static Optional<Losses> named(String name) {
    return Arrays.stream(values()).filter(loss -> loss.lossName().equals(name)).findFirst();
  }

  /** The names of all losses for such targets. */
  public static List<String> names(Of targets) {
    return Arrays.stream(values())
        .filter(loss -> loss.targets == targets)
        .map(Losses::lossName)
        .toList();
  }
}
