package org.sparkbackprop.network.activation;

import java.util.List;
import java.util.Optional;

/** The table of activations: a new one is a file and a line here. */
public final class Activations {

  /** For the output layer, whose softmax is part of the cost. */
  public static final Activation IDENTITY = new Identity();

  private static final List<Activation> HIDDEN =
      List.of(new Sigmoid(), new Tanh(), new Relu(), new Selu(), new Silu(), new Gelu());

  private Activations() {}

  /** The hidden activation of that name. */
  public static Optional<Activation> named(String name) {
    return HIDDEN.stream().filter(a -> a.activationName().equals(name)).findFirst();
  }

  /** The names of all hidden activations. */
  public static List<String> names() {
    return HIDDEN.stream().map(Activation::activationName).toList();
  }
}
