package org.sparkbackprop.settings;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.settings.recipe.Choice;

/**
 * Makes settings from keys. Package {@code config} knows the names, defaults and rules of all keys;
 * it lies above the settings and so is found as a service.
 */
public interface SettingsFactory {

  /**
   * The settings of a training.
   *
   * @param name of the configuration
   * @param keys with their values; others have their defaults, and without a format the program
   *     gives the rows
   * @throws SettingsException naming all problems at once
   */
  TrainingSettings training(String name, Map<String, Object> keys);

  /**
   * The settings of a training with values for keys that were to be decided by its data.
   *
   * @param choices of open keys
   * @throws SettingsException naming all problems at once
   */
  TrainingSettings decided(TrainingSettings open, List<Choice> choices);

  /**
   * An input for a model.
   *
   * @param trained the model's configuration, whose sections {@code input} and {@code target} are
   *     used for keys that are not set; may be empty
   * @param keys with their values; without a format, the program gives the rows
   * @throws SettingsException naming all problems at once
   */
  InputSettings input(Map<?, ?> trained, Map<String, Object> keys);

  /** The only implementation. */
  static SettingsFactory get() {
    ClassLoader loader = SettingsFactory.class.getClassLoader();
    return ServiceLoader.load(SettingsFactory.class, loader).findFirst().orElseThrow();
  }
}
