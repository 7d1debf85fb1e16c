package org.sparkbackprop.network.activation;

import java.util.List;
import java.util.Optional;

/** The table of activations: a new one is a file of its own and a line here. */
public final class Activations {

  /** Of the output layer, whose softmax belongs to the cost. */
  public static final Activation IDENTITY = new Identity();

  private static final List<Activation> HIDDEN = List.of(new Sigmoid(), new Tanh(), new Relu());

  private Activations() {}

  /** The activation of that name, or nothing. */
  public static Optional<Activation> named(String name) {
    return HIDDEN.stream().filter(a -> a.activationName().equals(name)).findFirst();
  }

  /** The names of all activations that a hidden layer can have. */
  public static List<String> names() {
    return HIDDEN.stream().map(Activation::activationName).toList();
  }
}
