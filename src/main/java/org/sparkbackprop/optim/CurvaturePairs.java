package org.sparkbackprop.optim;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The curvature as L-BFGS knows it: the last pairs of a step s and the change y of the gradient
 * over it. A view of an {@link OptimizerState}:
 *
 * <ul>
 *   <li>"pairs": number of pairs added since the last reset, alone in its vector; pair number p,
 *       counted from 0, is at place p mod history;
 *   <li>"s0", "y0", "s1", "y1", …: the pairs at the places, each vector as long as the parameters.
 * </ul>
 */
final class CurvaturePairs {

  private static final String PAIRS = "pairs";

  /** A pair shows curvature if the cosine of the angle between s and y is at least this. */
  private static final double MIN_COSINE = 1e-10;

  private final int history;
  private final double[] added;
  private final double[][] s;
  private final double[][] y;

  /**
   * The pairs in a state.
   *
   * @param state from {@link #none} for the same history; shared and modified
   */
  CurvaturePairs(int history, OptimizerState state) {
    this.history = history;
    this.added = state.vectors().get(PAIRS);
    this.s = new double[history][];
    this.y = new double[history][];
    for (int place = 0; place < history; place++) {
      s[place] = state.vectors().get("s" + place);
      y[place] = state.vectors().get("y" + place);
    }
  }

  /** A state without pairs. */
  static OptimizerState none(int history, int parameterCount) {
    Map<String, double[]> vectors = new LinkedHashMap<>();
    vectors.put(PAIRS, new double[1]);
    for (int place = 0; place < history; place++) {
      vectors.put("s" + place, new double[parameterCount]);
      vectors.put("y" + place, new double[parameterCount]);
    }
    return new OptimizerState(vectors);
  }

  boolean isEmpty() {
    return added[0] == 0;
  }

  void drop() {
    added[0] = 0;
  }

  /**
   * Adds the pair of a step; it replaces the oldest if there is no free place. A pair without
   * positive curvature, which does not give a positive definite matrix, is ignored.
   *
   * @param step s; not modified
   * @param change y; not modified
   */
  void add(double[] step, double[] change) {
    double min = MIN_COSINE * DotProduct.norm(step) * DotProduct.norm(change);
    double curvature = DotProduct.of(step, change);
    if (!(curvature > min && curvature < Double.POSITIVE_INFINITY)) {
      return;
    }
    int place = (int) (added[0] % history);
    System.arraycopy(step, 0, s[place], 0, step.length);
    System.arraycopy(change, 0, y[place], 0, change.length);
    added[0]++;
  }

  /**
   * −H ∇J with H, the inverse of the Hessian as the pairs approximate it (Nocedal, Mathematics of
   * Computation 35, 1980; Nocedal and Wright, algorithm 7.4, the two-loop recursion):
   *
   * <pre>
   *   q ← −∇J;  newest pair to oldest:  αᵢ = sᵢ·q / sᵢ·yᵢ,  q ← q − αᵢ yᵢ
   *   q ← q s·y / y·y, of the newest pair
   *   oldest pair to newest:  q ← q + sᵢ (αᵢ − yᵢ·q / sᵢ·yᵢ)
   * </pre>
   *
   * Without pairs it is −∇J.
   *
   * @param gradient not modified
   */
  double[] direction(double[] gradient) {
    double[] q = Line.downhill(gradient);
    long end = (long) added[0];
    long begin = Math.max(0, end - history);
    double[] curvature = new double[history];
    double[] alpha = new double[history];
    for (long pair = end - 1; pair >= begin; pair--) {
      int i = (int) (pair % history);
      curvature[i] = DotProduct.of(s[i], y[i]);
      alpha[i] = DotProduct.of(s[i], q) / curvature[i];
      addMultiple(q, -alpha[i], y[i]);
    }
    if (end > 0) {
      int newest = (int) ((end - 1) % history);
      double scale = curvature[newest] / DotProduct.of(y[newest], y[newest]);
      for (int i = 0; i < q.length; i++) {
        q[i] *= scale;
      }
    }
    for (long pair = begin; pair < end; pair++) {
      int i = (int) (pair % history);
      addMultiple(q, alpha[i] - DotProduct.of(y[i], q) / curvature[i], s[i]);
    }
    return q;
  }

  private static void addMultiple(double[] sum, double factor, double[] vector) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * vector[i];
    }
  }
}
