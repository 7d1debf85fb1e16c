package org.sparkbackprop.training.loop;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sparkbackprop.network.LayerHealth;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.activation.Activation;

/**
 * What to do about layers that hardly learn, as sentences.
 *
 * <p>Each limit lies between the figures of good and bad runs: clouds around the origin through
 * 2-3-3, MNIST and uniform noise through 784-300-10, and up to eight hidden layers of 20 units,
 * with the initial weights of {@link org.sparkbackprop.network.Initializer} and partly trained.
 */
public final class HealthAdvice {

  private static final String SCALE_THE_FEATURES =
      "scale the features (preparation.standardisation = z-score)";

  /** Up to 0.6 with initial weights and features of order 1; 0.96 and more for undivided pixels. */
  private static final double MUCH_SATURATED = 0.8;

  /**
   * Up to 0.4 of 20 relus with initial weights, and one of three; 0.48 of 300 after training with
   * thirty times the usual learning rate.
   */
  private static final double MANY_STUCK = 0.45;

  /**
   * From 0.01 to 1 with one to three hidden layers of sigmoid and eight of tanh or relu, 1e-3 with
   * four or five of sigmoid, which still learn; from 3e-6 to 1e-4 with eight of sigmoid, which do
   * not. Once such a network has come to rest, a probe of all training samples shows equally small
   * gradients everywhere: then only the first record is conclusive.
   */
  private static final double VANISHING_RATIO = 3e-4;

  /** Up to 10 for features within ±10; 100 and more through relus for undivided pixels. */
  private static final double EXPLODING = 30;

  /**
   * A network with a lower error rate has found its classes; saturated units and a vanishing
   * gradient are then normal: separated clouds end with 0.9 and more saturated.
   */
  private static final double STILL_LEARNING = 0.05;

  private HealthAdvice() {}

  /**
   * The sentences on a record, at most one for each layer and one on the gradient; none if all is
   * well or health was not measured.
   *
   * @throws IllegalArgumentException if the record has the health of another number of layers
   */
  public static List<String> of(Network network, EpochRecord record) {
    List<LayerHealth> health = record.health();
    if (health.isEmpty()) {
      return List.of();
    }
    if (health.size() != network.depth()) {
      throw new IllegalArgumentException(
          "health of %s layers does not fit network %s".formatted(health.size(), network));
    }
    boolean learning = isLearning(record);
    List<String> advice = new ArrayList<>();
    for (LayerHealth layer : health.subList(0, health.size() - 1)) {
      ofUnits(layer, activationOf(network, layer), learning).ifPresent(advice::add);
    }
    exploding(health).ifPresent(advice::add);
    if (advice.isEmpty() && learning) { // otherwise it says why the gradient is small
      vanishing(health).ifPresent(advice::add);
    }
    return advice;
  }

  /**
   * Layers without any useful unit: dead relus, silus or gelus and, while there is much to learn,
   * units that are saturated for every sample. With the sentences of {@link #of}.
   */
  public static List<Concern> lostLayers(Network network, EpochRecord record) {
    boolean learning = isLearning(record);
    List<Concern> lost = new ArrayList<>();
    for (LayerHealth layer : record.health()) {
      boolean dead = layer.saturated() == 0;
      if (layer.stuck() == 1 && (dead || learning)) {
        ofUnits(layer, activationOf(network, layer), learning)
            .map(
                sentence ->
                    new Concern(
                        dead ? Concern.Kind.DEAD_LAYER : Concern.Kind.SATURATED_LAYER, sentence))
            .ifPresent(lost::add);
      }
    }
    return lost;
  }

  private static boolean isLearning(EpochRecord record) {
    return record.errorRate() > STILL_LEARNING;
  }

  private static Activation activationOf(Network network, LayerHealth layer) {
    return network.layers().get(layer.layer() - 1).activation();
  }

  private static Optional<String> ofUnits(
      LayerHealth layer, Activation activation, boolean learning) {
    String units = activation.activationName() + "s";
    boolean manyStuck = layer.stuck() > MANY_STUCK;
    if (layer.saturated() == 0) { // stuck units are then dead relus, or silus or gelus
      String value = activation.isSmooth() ? "nearly 0" : "0";
      return manyStuck ? Optional.of(dead(layer, units, value)) : Optional.empty();
    }
    if (learning && layer.saturated() > MUCH_SATURATED) {
      String share = percent(layer.saturated());
      return Optional.of(saturated(layer, "%s of its %s are saturated".formatted(share, units)));
    }
    if (learning && manyStuck) {
      String found = "%s of its %s are saturated for every sample";
      return Optional.of(saturated(layer, found.formatted(percent(layer.stuck()), units)));
    }
    return Optional.empty();
  }

  private static String dead(LayerHealth layer, String units, String value) {
    if (layer.stuck() == 1) {
      return ("layer %s: all of its %s are dead (%s for every sample): the output is the same for every"
              + " row; lower the learning rate, or start with other weights (another training.seed)")
          .formatted(layer.layer(), units, value);
    }
    return ("layer %s: %s of its %s are dead (%s for every sample); lower the learning rate, or start"
            + " with other weights (another training.seed)")
        .formatted(layer.layer(), percent(layer.stuck()), units, value);
  }

  /** The scale of the features matters only to the first layer. */
  private static String saturated(LayerHealth layer, String found) {
    String scaling = layer.layer() == 1 ? SCALE_THE_FEATURES + ", " : "";
    return "layer %s: %s; %sstart with smaller weights, or lower the learning rate"
        .formatted(layer.layer(), found, scaling);
  }

  private static Optional<String> exploding(List<LayerHealth> health) {
    LayerHealth largest = largest(health);
    if (largest.gradient() <= EXPLODING) {
      return Optional.empty();
    }
    return Optional.of(
        ("the gradient explodes: layer %s's is %s times its weights; lower the learning rate, or "
                + SCALE_THE_FEATURES)
            .formatted(largest.layer(), number(largest.gradient())));
  }

  /** It vanishes on its way back: the smallest one is nearer to the inputs than the largest. */
  private static Optional<String> vanishing(List<LayerHealth> health) {
    LayerHealth largest = largest(health);
    LayerHealth smallest = largest;
    for (LayerHealth layer : health.subList(0, largest.layer())) {
      smallest = layer.gradient() < smallest.gradient() ? layer : smallest;
    }
    if (smallest.gradient() >= VANISHING_RATIO * largest.gradient()) {
      return Optional.empty();
    }
    return Optional.of(
        ("the gradient vanishes: layer %s's is %s of its weights, layer %s's %s; use relu or fewer"
                + " layers")
            .formatted(
                smallest.layer(),
                number(smallest.gradient()),
                largest.layer(),
                number(largest.gradient())));
  }

  private static LayerHealth largest(List<LayerHealth> health) {
    return health.stream()
        .max(Comparator.comparingDouble(layer -> known(layer.gradient())))
        .orElseThrow();
  }

  /** A layer whose weights are all 0 has no relative gradient, and is not the largest. */
  private static double known(double gradient) {
    return Double.isNaN(gradient) ? 0 : gradient;
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  /** Two digits near 1, else one. */
  private static String number(double value) {
    return value >= 1e-3 && value < 1e6
        ? new BigDecimal(value).round(new MathContext(2)).toPlainString()
        : String.format(Locale.ROOT, "%.0e", value);
  }
}
