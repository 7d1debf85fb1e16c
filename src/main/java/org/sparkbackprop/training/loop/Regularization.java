package org.sparkbackprop.training.loop;

import java.io.Serializable;
import java.util.List;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.FloatMatrix;
import org.sparkbackprop.linalg.Matrix;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.Parameters;
import org.sparkbackprop.optim.Optimizer;
import org.sparkbackprop.optim.UpdateRule;

/**
 * What keeps weights small, and its course; biases are left alone. L2 regularisation adds λ/2 ‖W‖²
 * to the cost, and λ W to its gradient. Weight decay takes η λ W away in each step of an update
 * rule.
 *
 * @param strength of both
 * @param weights the places of the weights in the flat parameters, in their order
 */
public record Regularization(Strength strength, List<Parameters.Tensor> weights)
    implements Serializable {

  /**
   * How much regularisation there is.
   *
   * @param l2 λ of the L2 regularisation, 0 or a positive number; 0: none
   * @param weightDecay λ of the weight decay, 0 or a positive number; 0: none
   * @param course of the weight decay and of dropout
   * @param epochs of the whole training, over which the course goes
   */
  public record Strength(double l2, double weightDecay, Course course, double epochs)
      implements Serializable {

    /** No regularisation. */
    public static final Strength NONE = new Strength(0, 0);

    /** The same strength throughout. */
    public Strength(double l2, double weightDecay) {
      this(l2, weightDecay, Course.CONSTANT, 0);
    }

    /** For the weights of all members of an ensemble together. */
    private Strength of(int members) {
      return new Strength(l2 / members, weightDecay, course, epochs);
    }
  }

  /** How weight decay and dropout change in the course of a training. */
  public enum Course {
    /** Not at all. */
    CONSTANT,
    /** Whole for the first half, then falling along half a cosine to 0 (as in RealMLP). */
    FLAT_COSINE;

    /**
     * The share of the strength.
     *
     * @param done how much of the training is done, from 0 to 1
     */
    double at(double done) {
      return this == CONSTANT || done <= 0.5
          ? 1
          : 0.5 * (1 + StrictMath.cos(Math.PI * (2 * done - 1)));
    }
  }

  /** No regularisation. */
  public static Regularization none() {
    return new Regularization(Strength.NONE, List.of());
  }

  /**
   * Regularisation of a network's weights. Of an ensemble, λ/2 ‖W‖² is the mean over its members,
   * as the cost is.
   */
  public static Regularization of(Network network, Strength strength) {
    return new Regularization(
        strength.of(network.members()),
        Parameters.tensors(network).stream().filter(Parameters.Tensor::isWeights).toList());
  }

  /** L2 regularisation of a network's weights. */
  public static Regularization of(Network network, double l2) {
    return of(network, new Strength(l2, 0));
  }

  /** λ of the L2 regularisation. */
  double l2() {
    return strength.l2();
  }

  /**
   * The share of weight decay and dropout in a step.
   *
   * @param epoch the number of epochs done in the middle of the step, with fractions of one
   */
  public double share(double epoch) {
    double epochs = strength.epochs();
    return strength.course().at(epochs > 0 ? Math.min(1, epoch / epochs) : 0);
  }

  /**
   * The optimiser with weight decay, if there is any; only an {@link UpdateRule} can have it.
   *
   * @param epoch as of {@link #share}
   */
  Optimizer decaying(Optimizer optimizer, double epoch) {
    double lambda = strength.weightDecay() * share(epoch);
    return lambda == 0 ? optimizer : new WeightDecay((UpdateRule) optimizer, lambda, weights);
  }

  /** λ/2 ‖W‖². */
  double cost(double[] parameters) {
    double squares = 0;
    for (Parameters.Tensor w : weights) {
      for (int i = w.offset(); i < w.offset() + w.length(); i++) {
        squares += parameters[i] * parameters[i];
      }
    }
    return l2() / 2 * squares;
  }

  /** gradient ← gradient + λ W. */
  void addGradient(double[] parameters, double[] gradient) {
    addGradient(parameters, gradient, 1, 0, parameters.length);
  }

  /**
   * gradient ← gradient + share λ W in a range of the parameters.
   *
   * @param parameters 1 × parameters
   * @param gradient of the same precision
   */
  public void addGradient(Matrix parameters, Matrix gradient, double share, int from, int until) {
    if (parameters instanceof FloatMatrix w && gradient instanceof FloatMatrix g) {
      addGradient(w.array(), g.array(), share, from, until);
    } else {
      double[] w = ((DoubleMatrix) parameters).array();
      addGradient(w, ((DoubleMatrix) gradient).array(), share, from, until);
    }
  }

  private void addGradient(
      double[] parameters, double[] gradient, double share, int from, int until) {
    if (l2() == 0) {
      return;
    }
    double factor = share * l2();
    for (Parameters.Tensor w : weights) {
      int end = Math.min(until, w.offset() + w.length());
      for (int i = Math.max(from, w.offset()); i < end; i++) {
        gradient[i] += factor * parameters[i];
      }
    }
  }

  private void addGradient(
      float[] parameters, float[] gradient, double share, int from, int until) {
    if (l2() == 0) {
      return;
    }
    float factor = (float) (share * l2());
    for (Parameters.Tensor w : weights) {
      int end = Math.min(until, w.offset() + w.length());
      for (int i = Math.max(from, w.offset()); i < end; i++) {
        gradient[i] += factor * parameters[i];
      }
    }
  }
}
