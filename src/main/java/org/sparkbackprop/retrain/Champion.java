package org.sparkbackprop.retrain;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.network.Layer;
import org.sparkbackprop.registry.Pointer;
import org.sparkbackprop.registry.Pointers;
import org.sparkbackprop.registry.Versions;
import org.sparkbackprop.settings.recipe.AutomaticKey;
import org.sparkbackprop.settings.recipe.Choice;
import org.sparkbackprop.storage.Storage;

/**
 * The version in service.
 *
 * @param name of the version
 */
record Champion(String name, Model model) {

  /** That of a model's directory, if one is in service. */
  static Optional<Champion> of(Storage home) {
    return new Pointers(home)
        .current()
        .flatMap(Pointer::version)
        .map(version -> new Champion(version, new Versions(home).model(version)));
  }

  /**
   * Checks that it predicts the same kind of target as a training.
   *
   * @throws SettingsException if it does not: whoever is served by the model would be surprised
   */
  void requireKind(Target.Kind now) {
    Target.Kind served = model.preparation().target().kind();
    if (served != now) {
      throw new SettingsException(
          "version %s, which is in service, predicts %s, and the configuration is for target.kind = %s: give a"
                  .formatted(name, served.noun(), now.configurationName())
              + " model that predicts something else another retrain.name");
    }
  }

  /**
   * Checks that it predicts the same numbers as a training, in any order.
   *
   * @throws SettingsException if it does not: nothing could be compared, and a model of something
   *     else would be put into service
   */
  void requireNumbers(Target now) {
    Target served = model.preparation().target();
    if (now.isNumber() && !Set.copyOf(served.names()).equals(Set.copyOf(now.names()))) {
      throw new SettingsException(
          "version %s, which is in service, predicts %s, and target.columns or input.label are %s:"
                  .formatted(name, Excerpt.some(served.names()), Excerpt.some(now.names()))
              + " give a model that predicts other numbers another retrain.name");
    }
  }

  /**
   * Its hidden layers, if rows with such a preparation fit it: only the same layers can start from
   * its parameters, and the number of rows differs from night to night.
   */
  List<Choice> shape(Preparation now) {
    Preparation trained = model.preparation();
    if (trained.target().kind() != now.target().kind()
        || !trained.target().names().equals(now.target().names())
        || !trained.featureNames().equals(now.featureNames())) {
      return List.of();
    }
    List<Integer> hidden =
        model.network().layers().stream()
            .limit(model.network().depth() - 1L)
            .map(Layer::outputs)
            .toList();
    String reason = "as version %s, which is in service, has them".formatted(name);
    return List.of(
        AutomaticKey.MEMBERS.as(model.network().members(), reason),
        AutomaticKey.HIDDEN.as(hidden, reason));
  }
}
