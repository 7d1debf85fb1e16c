package org.sparkbackprop.optim;

import java.util.List;

/** w ← w − η ∇J. */
public record GradientDescent() implements UpdateRule {

  @Override
  public List<String> moments() {
    return List.of();
  }

  @Override
  public UpdateKernel kernel(double step, double learningRate) {
    return new Kernel(learningRate);
  }

  @Override
  public boolean stepsAreLongAsTheGradient() {
    return true;
  }

  private record Kernel(double rate) implements UpdateKernel {

    @Override
    public void update(double[] parameters, double[] gradient, double[][] moments) {
      for (int i = 0; i < parameters.length; i++) {
        parameters[i] -= rate * gradient[i];
      }
    }

    @Override
    public void update(float[] parameters, float[] gradient, float[][] moments) {
      float eta = (float) rate;
      for (int i = 0; i < parameters.length; i++) {
        parameters[i] -= eta * gradient[i];
      }
    }
  }
}
