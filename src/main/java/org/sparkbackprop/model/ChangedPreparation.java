package org.sparkbackprop.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sparkbackprop.network.DenseEnsemble;
import org.sparkbackprop.network.Layer;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.Parameters;

/**
 * A model rewritten for rows with another preparation: only its first layer changes.
 *
 * <p>Where the model took x = (v − s) / c, it now gets x′ = (v − s′) / c′, and x = x′ c′/c + (s′ −
 * s)/c. With W′ = W c′/c and b′ = b + Σ W (s′ − s)/c, feature by feature, XW + b = X′W′ + b′. W′ is
 * 0 for features that the model does not know; a category that no row has is 0.
 *
 * <p>The probabilities are the same as before, unless numbers are clipped or have bins: then they
 * are only nearly the same, for numbers that are far from those clipped and bins that have hardly
 * moved.
 *
 * @param network the model's, with the rows' number of inputs
 * @param parameters flat; meaningless if features are missing
 * @param isExact whether the probabilities are the same as before
 * @param missing features of numbers that the rows no longer have, without which the model cannot
 *     score them
 */
public record ChangedPreparation(
    Network network, double[] parameters, boolean isExact, List<String> missing) {

  /** The model for rows of this preparation. */
  public static ChangedPreparation of(Model model, Preparation now) {
    Preparation before = model.preparation();
    boolean sameAdded = before.added().isSame(now.added());
    boolean sameScale = isSame(before.standardisation(), now.standardisation());
    if (before.inputNames().equals(now.inputNames()) && sameScale && sameAdded) {
      return new ChangedPreparation(model.network(), model.parameters().clone(), true, List.of());
    }
    DenseEnsemble ensemble = new DenseEnsemble(model.network());
    ChangedPreparation dense =
        changed(
            new Model(
                before, ensemble.network(), ensemble.parameters(model.parameters()), Map.of()),
            now);
    Network network = withInputs(model.network(), now.inputs());
    return new ChangedPreparation(
        network,
        new DenseEnsemble(network).ofMembers(dense.parameters()),
        dense.isExact(),
        dense.missing());
  }

  private static Network withInputs(Network network, int inputs) {
    List<Layer> layers = new ArrayList<>(network.layers());
    Layer first = layers.get(0);
    layers.set(0, new Layer(inputs, first.outputs(), first.activation()));
    return new Network(layers, network.loss(), network.members());
  }

  /** The same of a model without members. */
  private static ChangedPreparation changed(Model model, Preparation now) {
    Preparation before = model.preparation();
    Layer first = model.network().layers().get(0);
    Network network = withInputs(model.network(), now.inputs());
    double[] parameters = new double[network.parameterCount()];
    int rest = first.inputs() * first.outputs();
    System.arraycopy(
        model.parameters(),
        rest,
        parameters,
        now.inputs() * first.outputs(),
        model.parameters().length - rest);
    Map<String, Integer> places = new HashMap<>();
    now.inputNames().forEach(name -> places.put(name, places.size()));
    List<String> missing = changeFirstLayer(model, now, places, parameters);
    boolean linear = before.standardisation().isLinear() && now.standardisation().isLinear();
    boolean added = before.added().count() > 0 || now.added().count() > 0;
    return new ChangedPreparation(network, parameters, linear && !added, missing);
  }

  private static boolean isSame(Standardisation a, Standardisation b) {
    return a.divisor() == b.divisor()
        && a.isLinear() == b.isLinear()
        && Arrays.equals(a.shift(), b.shift())
        && Arrays.equals(a.scale(), b.scale());
  }

  private static List<String> changeFirstLayer(
      Model model, Preparation now, Map<String, Integer> places, double[] parameters) {
    Preparation before = model.preparation();
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
    copyOthers(model, now, places, parameters);
    if (before.added().count() > 0) {
      copyAdded(model, places, parameters);
    }
    return missing;
  }

  private static void change(
      Model model, int feature, Preparation now, int place, double[] parameters) {
    int outputs = Parameters.tensors(model.network()).get(1).length();
    int bias = now.inputs() * outputs;
    Standardisation before = model.preparation().standardisation();
    double scaleBefore = before.scale(feature);
    if (scaleBefore == 0) {
      return; // it was always 0, and its weights are what they were at the start
    }
    double scaleNow = now.standardisation().scale(place);
    double ratio = scaleNow == 0 ? 1 : scaleNow / scaleBefore; // of one that is always 0: any
    double offset = (now.standardisation().shift(place) - before.shift(feature)) / scaleBefore;
    for (int unit = 0; unit < outputs; unit++) {
      double w = model.parameters()[feature * outputs + unit];
      parameters[place * outputs + unit] = w * ratio;
      parameters[bias + unit] += w * offset;
    }
  }

  /** A category that is one of the others for the model has their weights. */
  private static void copyOthers(
      Model model, Preparation now, Map<String, Integer> places, double[] parameters) {
    Map<String, InputColumn> columns = new HashMap<>();
    now.columns().forEach(column -> columns.put(column.name(), column));
    int outputs = Parameters.tensors(model.network()).get(1).length();
    int first = 0;
    for (InputColumn column : model.preparation().columns()) {
      InputColumn same = columns.get(column.name());
      int other = column.placeOf(InputColumn.Level.OTHER);
      if (other >= 0 && same != null) {
        Set<String> known = Set.copyOf(column.featureNames());
        for (int k = 0; k < same.categories().size(); k++) {
          if (!known.contains(same.featureName(k))) {
            int place = places.get(same.featureName(k));
            System.arraycopy(
                model.parameters(),
                (first + other) * outputs,
                parameters,
                place * outputs,
                outputs);
          }
        }
      }
      first += column.features();
    }
  }

  /** Inputs that have the same meaning, or nearly, keep their weights. */
  private static void copyAdded(Model model, Map<String, Integer> places, double[] parameters) {
    int outputs = Parameters.tensors(model.network()).get(1).length();
    List<String> names = model.preparation().inputNames();
    for (int input = model.preparation().features(); input < names.size(); input++) {
      Integer place = places.get(names.get(input));
      if (place != null) {
        System.arraycopy(model.parameters(), input * outputs, parameters, place * outputs, outputs);
      }
    }
  }
}
