package org.sparkbackprop.network.loss;

/**
 * One class for each sample.
 *
 * @param labels the class of each sample, from 0; {@link #UNLABELLED} if it is not known
 */
public record ClassLabels(int[] labels) implements Targets {

  /** The label of a sample that has none. */
  public static final int UNLABELLED = -1;

  /**
   * The classes of samples; shared, not copied.
   *
   * @throws ClassCastException if the targets are of another kind
   */
  public static int[] of(Targets targets) {
    return ((ClassLabels) targets).labels;
  }

  /** Made-up labels: 0, 1, 2, …, 0, 1, 2, … */
  public static ClassLabels cycling(int samples, int classes) {
    int[] labels = new int[samples];
    for (int i = 0; i < samples; i++) {
      labels[i] = i % classes;
    }
    return new ClassLabels(labels);
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public ClassLabels targetsLike(int samples) {
    return new ClassLabels(new int[samples]);
  }

  @Override
  public void copy(int sample, Targets target, int at) {
    of(target)[at] = labels[sample];
  }

  @Override
  public long hash(int sample) {
    return labels[sample];
  }
}
