package org.sparkbackprop.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sparkbackprop.network.Layer;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.Parameters;

/**
 * A model rewritten for rows with another preparation, so that it gives the same probabilities as
 * before: only its first layer changes.
 *
 * <p>Where the model took x = (v − s) / c, it now gets x′ = (v − s′) / c′, and x = x′ c′/c + (s′ −
 * s)/c. With W′ = W c′/c and b′ = b + Σ W (s′ − s)/c, feature by feature, XW + b = X′W′ + b′. W′ is
 * 0 for features that the model does not know; a category that no row has is 0.
 *
 * @param network the model's, with the rows' number of inputs
 * @param parameters flat; meaningless if features are missing
 * @param missing features of numbers that the rows no longer have, without which the model cannot
 *     score them
 */
public record ChangedPreparation(Network network, double[] parameters, List<String> missing) {

  /** The model for rows of this preparation. */
  public static ChangedPreparation of(Model model, Preparation now) {
    Preparation before = model.preparation();
    if (before.featureNames().equals(now.featureNames())
        && isSame(before.standardisation(), now.standardisation())) {
      return new ChangedPreparation(model.network(), model.parameters().clone(), List.of());
    }
    List<Layer> layers = new ArrayList<>(model.network().layers());
    Layer first = layers.get(0);
    layers.set(0, new Layer(now.features(), first.outputs(), first.activation()));
    Network network = new Network(layers);
    double[] parameters = new double[network.parameterCount()];
    int rest = first.inputs() * first.outputs();
    System.arraycopy(
        model.parameters(),
        rest,
        parameters,
        now.features() * first.outputs(),
        model.parameters().length - rest);
    List<String> missing = changeFirstLayer(model, now, parameters);
    return new ChangedPreparation(network, parameters, missing);
  }

  private static boolean isSame(Standardisation a, Standardisation b) {
    return a.divisor() == b.divisor()
        && Arrays.equals(a.shift(), b.shift())
        && Arrays.equals(a.scale(), b.scale());
  }

  private static List<String> changeFirstLayer(Model model, Preparation now, double[] parameters) {
    Preparation before = model.preparation();
    Map<String, Integer> places = new HashMap<>();
    now.featureNames().forEach(name -> places.put(name, places.size()));
    List<String> missing = new ArrayList<>();
    int feature = 0;
    for (InputColumn column : before.columns()) {
      for (String name : column.featureNames()) {
        Integer place = places.get(name);
        if (place != null) {
          change(model, feature, now, place, parameters);
        } else if (column.kind() != InputColumn.Kind.CATEGORY) {
          missing.add(name);
        }
        feature++;
      }
    }
    return missing;
  }

  private static void change(
      Model model, int feature, Preparation now, int place, double[] parameters) {
    int outputs = Parameters.tensors(model.network()).get(1).length();
    int bias = now.features() * outputs;
    Standardisation before = model.preparation().standardisation();
    double ratio = now.standardisation().scale(place) / before.scale(feature);
    double offset =
        (now.standardisation().shift(place) - before.shift(feature)) / before.scale(feature);
    for (int unit = 0; unit < outputs; unit++) {
      double w = model.parameters()[feature * outputs + unit];
      parameters[place * outputs + unit] = w * ratio;
      parameters[bias + unit] += w * offset;
    }
  }
}
