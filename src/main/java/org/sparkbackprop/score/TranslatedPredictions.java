package org.sparkbackprop.score;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.Target;

/**
 * Says the predictions of a champion in the terms of a challenger: its classes or labels in their
 * order, with the probability 0 for those that the champion does not know; numbers as the
 * challenger's network has them.
 *
 * @param places for each prediction of the challenger that of the champion; −1: none
 * @param scale by which each is multiplied
 * @param shift that is then added
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record TranslatedPredictions(int[] places, double[] scale, double[] shift) implements Serializable {

  /** From one model's terms to another's of the same kind of target, which it fits. */
  static TranslatedPredictions of(Model champion, Model challenger) {
    List<String> known = champion.predictionNames();
    List<String> names = challenger.predictionNames();
    int[] places = names.stream().mapToInt(known::indexOf).toArray();
    double[] scale = new double[places.length];
    double[] shift = new double[places.length];
    Arrays.fill(scale, 1);
    Target target = challenger.preparation().target();
    if (target.isNumber()) {
      Target before = champion.preparation().target();
      for (int k = 0; k < places.length; k++) {
        // (y σ + μ − μ′) / σ′
        int from = before.columnOf(places[k], champion.network().loss());
        int to = target.columnOf(k, challenger.network().loss());
        scale[k] = before.scale()[from] / target.scale()[to];
        shift[k] = (before.shift()[from] - target.shift()[to]) / target.scale()[to];
      }
    }
    return new TranslatedPredictions(places, scale, shift);
  }

  /** Why predictions of one model cannot be said in another's terms; empty if they can. */
  static Optional<String> difference(Model champion, Model challenger) {
    Target before = champion.preparation().target();
    Target now = challenger.preparation().target();
    if (before.kind() != now.kind()) {
      return Optional.of(
          "it predicts %s instead of %s".formatted(before.kind().noun(), now.kind().noun()));
    }
    List<String> lacking = new ArrayList<>(challenger.predictionNames());
    lacking.removeAll(champion.predictionNames());
    return now.isNumber() && !lacking.isEmpty()
        ? Optional.of("it does not predict " + String.join(", ", lacking))
        : Optional.empty();
  }

  DoubleMatrix of(DoubleMatrix predictions) {
    DoubleMatrix translated = DoubleMatrix.zeros(predictions.rows(), places.length);
    for (int k = 0; k < places.length; k++) {
      for (int i = 0; places[k] >= 0 && i < predictions.rows(); i++) {
        double y = predictions.element(i, places[k]) * scale[k] + shift[k];
        translated.array()[translated.place(i, k)] = y;
      }
    }
    return translated;
  }
}
