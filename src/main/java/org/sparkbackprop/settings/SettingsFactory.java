package org.sparkbackprop.settings;

import java.util.Map;
import java.util.ServiceLoader;
import org.sparkbackprop.error.SettingsException;

/**
 * Makes settings of keys. Names, defaults and rules of all keys are the affair of {@code config},
 * which lies above the settings, so that it is found as a service.
 */
public interface SettingsFactory {

  /**
   * Everything that a training needs to know.
   *
   * @param name of the configuration
   * @param keys with their values; those that are left out have their defaults, and without a
   *     format the program gives the rows
   * @throws SettingsException naming all problems at once
   */
  TrainingSettings training(String name, Map<String, Object> keys);

  /**
   * Where rows are that a model is to look at.
   *
   * @param trained the section {@code input} of the model's configuration, whose values count where
   *     keys are left out; empty for a model that has none
   * @param keys with their values; without a format, they are rows that the program gives
   * @throws SettingsException naming all problems at once
   */
  InputSettings input(Map<?, ?> trained, Map<String, Object> keys);

  /** The only implementation. */
  static SettingsFactory get() {
    ClassLoader loader = SettingsFactory.class.getClassLoader();
    return ServiceLoader.load(SettingsFactory.class, loader).findFirst().orElseThrow();
  }
}
