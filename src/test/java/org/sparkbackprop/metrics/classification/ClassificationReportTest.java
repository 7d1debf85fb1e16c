package org.sparkbackprop.metrics.classification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.metrics.sums.Weighting;

class ClassificationReportTest {

  private static final double[] NO_WEIGHTS = {};

  private static DoubleMatrix certain(int classes, int... predicted) {
    double[] probabilities = new double[classes * predicted.length];
    for (int i = 0; i < predicted.length; i++) {
      probabilities[predicted[i] * predicted.length + i] = 1;
    }
    return DoubleMatrix.columnMajor(probabilities, 0, predicted.length, classes);
  }

  /**
   * The numbers of scikit-learn's {@code classification_report([0, 0, 0, 1, 2, 2], [0, 1, 0, 0, 2,
   * 0], labels=[0, 1, 2])}.
   */
  @Test
  void classesThatOccurAreFollowedByMeans() {
    ClassificationSums sums = new ClassificationSums(ClassificationSetup.of(4));
    sums.add(certain(4, 0, 1, 0, 0, 2, 0), new int[] {0, 0, 0, 1, 2, 2}, NO_WEIGHTS);
    ClassificationMetrics metrics =
        ClassificationMetrics.of(List.of("a", "b", "c", "d"), sums, Weighting.UNWEIGHTED);
    assertThat(ClassificationReport.of(metrics, 2))
        .containsExactly(
            List.of("", "precision", "recall", "f1-score", "support"),
            List.of("a", "0.50", "0.67", "0.57", "3"),
            List.of("b", "0.00", "0.00", "0.00", "1"),
            List.of("c", "1.00", "0.50", "0.67", "2"),
            List.of("accuracy", "", "", "0.50", "6"),
            List.of("macro avg", "0.50", "0.39", "0.41", "6"),
            List.of("weighted avg", "0.58", "0.50", "0.51", "6"));
  }

  @Test
  void whatIsUndefinedIsADash() {
    ClassificationSums sums = new ClassificationSums(ClassificationSetup.of(2));
    sums.add(certain(2, 0, 0), new int[] {0, 1}, new double[] {1, 0.25});
    String longName = "wide-".repeat(10);
    ClassificationMetrics metrics =
        ClassificationMetrics.of(List.of("a\n", longName), sums, Weighting.WEIGHTED);
    List<List<String>> rows = ClassificationReport.of(metrics, 3);
    assertThat(rows.get(1)).containsExactly("a\ufffd", "0.800", "1.000", "0.889", "1.000");
    assertThat(rows.get(2))
        .containsExactly("wide-wide-wide-wide-wide-wide…", "–", "0.000", "0.000", "0.250");
  }

  @Test
  void labelsHaveFourMeans() {
    LabelSums sums = new LabelSums(2);
    sums.add(
        DoubleMatrix.columnMajor(new double[] {1, 1, 0, 0}, 0, 2, 2),
        new double[] {1, 1, 0, 1},
        NO_WEIGHTS);
    LabelMetrics metrics = new LabelMetrics(List.of("x", "y"), sums, Weighting.UNWEIGHTED);
    assertThat(ClassificationReport.of(metrics, 2))
        .containsExactly(
            List.of("", "precision", "recall", "f1-score", "support"),
            List.of("x", "0.50", "1.00", "0.67", "1"),
            List.of("y", "–", "0.00", "0.00", "2"),
            List.of("micro avg", "0.50", "0.33", "0.40", "3"),
            List.of("macro avg", "0.25", "0.50", "0.33", "3"),
            List.of("weighted avg", "0.17", "0.33", "0.22", "3"),
            List.of("samples avg", "0.50", "0.25", "0.33", "3"));
  }

  @Test
  void severalThousandRowsAreCountedWithCommas() {
    int[] predicted = new int[1234];
    ClassificationSums sums = new ClassificationSums(ClassificationSetup.of(2));
    sums.add(certain(2, predicted), predicted, NO_WEIGHTS);
    ClassificationMetrics metrics =
        ClassificationMetrics.of(List.of("a", "b"), sums, Weighting.UNWEIGHTED);
    assertThat(ClassificationReport.of(metrics, 2))
        .hasSize(5)
        .contains(List.of("accuracy", "", "", "1.00", "1,234"));
    assertThat(Collections.frequency(ClassificationReport.of(metrics, 2).get(1), "1.00"))
        .isEqualTo(3);
  }
}
