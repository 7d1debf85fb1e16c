package org.sparkbackprop.optim;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The table of optimisers: a new one is a file, a line here, and its keys in the section {@code
 * optimizer} of the defaults.
 */
@SuppressWarnings("ImmutableEnumChecker") // functions without state, lists that nobody can change
public enum Optimizers {
  /** Plain gradient descent, or with a line search. */
  GRADIENT_DESCENT(
      "gradient-descent",
      0.1,
      key ->
          key.is("line-search", "backtracking") ? new LineSearchDescent() : new GradientDescent(),
      new Key("line-search", Kind.CHOICE, "none", List.of("none", "backtracking"))),
  /** Gradient descent with momentum, of either form. */
  MOMENTUM(
      "momentum",
      0.01,
      key ->
          new Momentum(
              key.number("momentum"),
              key.is("nesterov", true) ? Momentum.Form.NESTEROV : Momentum.Form.POLYAK),
      new Key("momentum", Kind.FRACTION, 0.9),
      new Key("nesterov", Kind.TRUTH, false)),
  /** Adam. */
  ADAM(
      "adam",
      0.001,
      key ->
          new Adam(key.number("adam.beta1"), key.number("adam.beta2"), key.number("adam.epsilon")),
      new Key("adam.beta1", Kind.FRACTION, 0.9),
      new Key("adam.beta2", Kind.FRACTION, 0.999),
      new Key("adam.epsilon", Kind.POSITIVE, 1e-8)),
  /** The quasi-Newton method of limited memory. */
  L_BFGS(
      "l-bfgs",
      1,
      key -> new Lbfgs((int) key.number("l-bfgs.history")),
      new Key("l-bfgs.history", Kind.COUNT, 10));

  /** The type of a key's value. */
  public enum Kind {
    /** A number from 0 to below 1. */
    FRACTION,
    /** A finite number above 0. */
    POSITIVE,
    /** A whole number from 1 to {@link #MAX_COUNT}. */
    COUNT,
    /** True or false. */
    TRUTH,
    /** One of several words. */
    CHOICE
  }

  /** The largest value of {@link Kind#COUNT}. */
  public static final int MAX_COUNT = 1000;

  /**
   * A key that an optimiser reads.
   *
   * @param name below {@code optimizer}
   * @param usual the default: a Number, a Boolean or a String, as the kind says
   * @param choices the words of a {@link Kind#CHOICE}
   */
  public record Key(String name, Kind kind, Object usual, List<String> choices) {

    private Key(String name, Kind kind, Object usual) {
      this(name, kind, usual, List.of());
    }
  }

  private record Values(Map<String, Object> byKey) {

    double number(String key) {
      return ((Number) byKey.get(key)).doubleValue();
    }

    boolean is(String key, Object value) {
      return value.equals(byKey.get(key));
    }
  }

  private final String optimizerName;
  private final double usualRate;
  private final Function<Values, Optimizer> maker;
  private final List<Key> keys;

  Optimizers(
      String optimizerName, double usualRate, Function<Values, Optimizer> maker, Key... keys) {
    this.optimizerName = optimizerName;
    this.usualRate = usualRate;
    this.maker = maker;
    this.keys = List.of(keys);
  }

  /** The names of all optimisers. */
  public static List<String> names() {
    return Arrays.stream(values()).map(Optimizers::optimizerName).toList();
  }

  /** The optimiser of that name, which is one of {@link #names}. */
  public static Optimizers named(String name) {
    return values()[names().indexOf(name)];
  }

  /** The name in configurations. */
  public String optimizerName() {
    return optimizerName;
  }

  /** The default learning rate for the gradient of the mean. */
  public double usualRate() {
    return usualRate;
  }

  /** The keys that this optimiser reads. */
  public List<Key> keys() {
    return keys;
  }

  /** The optimiser with all keys at their defaults. */
  public Optimizer create() {
    return create(keys.stream().collect(Collectors.toMap(Key::name, Key::usual)));
  }

  /**
   * The optimiser with these values of its keys; other keys are ignored.
   *
   * @throws IllegalArgumentException if a value is out of its range
   */
  public Optimizer create(Map<String, Object> values) {
    return maker.apply(new Values(values));
  }

  /** Whether a step needs only the gradient of some samples. */
  public boolean takesMiniBatches() {
    return create() instanceof UpdateRule;
  }
}
