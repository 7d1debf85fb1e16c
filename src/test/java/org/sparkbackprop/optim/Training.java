package org.sparkbackprop.optim;

import java.util.ArrayList;
import java.util.List;

/**
 * The steps of an optimiser over a problem, as a trainer takes them: what a step says of the point
 * it reached is not asked for again. Every evaluation is kept.
 */
final class Training {

  final double[] parameters;
  final List<Evaluation> evaluations = new ArrayList<>();
  final List<double[]> pointsEvaluated = new ArrayList<>();

  private final Objective objective;
  private final Optimizer optimizer;
  private final double learningRate;
  private final OptimizerState state;
  private Evaluation known;

  Training(Problem problem, Optimizer optimizer, double learningRate) {
    this(
        problem.objective(),
        optimizer,
        learningRate,
        problem.start().clone(),
        optimizer.initialState(problem.start().length),
        null);
  }

  private Training(
      Objective objective,
      Optimizer optimizer,
      double learningRate,
      double[] parameters,
      OptimizerState state,
      Evaluation known) {
    this.objective = objective;
    this.optimizer = optimizer;
    this.learningRate = learningRate;
    this.parameters = parameters;
    this.state = state;
    this.known = known;
  }

  /** The same training from here on, apart from this one, with its state in other hands. */
  Training continued(OptimizerState otherState) {
    return new Training(objective, optimizer, learningRate, parameters.clone(), otherState, known);
  }

  OptimizerState state() {
    return state;
  }

  /** What the objective says of the parameters. */
  Evaluation known() {
    if (known == null) {
      known = evaluate(parameters);
    }
    return known;
  }

  /** One step. */
  Optimizer.Step step() {
    Optimizer.Step step = optimizer.step(this::evaluate, parameters, known(), learningRate, state);
    if (step.taken()) {
      known = step.reached();
    }
    return step;
  }

  /** As many steps as asked for, or as lower the cost. */
  Training steps(int number) {
    for (int i = 0; i < number; i++) {
      if (!step().taken()) {
        break;
      }
    }
    return this;
  }

  private Evaluation evaluate(double[] at) {
    Evaluation evaluation = objective.evaluate(at);
    evaluations.add(evaluation);
    pointsEvaluated.add(at.clone());
    return evaluation;
  }
}
