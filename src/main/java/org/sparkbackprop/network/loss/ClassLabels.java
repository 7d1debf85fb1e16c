package org.sparkbackprop.network.loss;

/**
 * One class a sample.
 *
 * @param labels the class of each sample, from 0; {@link #UNLABELLED} where there is none
 */
public record ClassLabels(int[] labels) implements Targets {

  /** The label of a sample that is only to be predicted. */
  public static final int UNLABELLED = -1;

  /**
   * The classes of samples whose targets are such; shared, not copied.
   *
   * @throws ClassCastException if they are of another kind
   */
  public static int[] of(Targets targets) {
    return ((ClassLabels) targets).labels;
  }

  /** Made-up labels: 0, 1, 2, … and again from 0. */
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
