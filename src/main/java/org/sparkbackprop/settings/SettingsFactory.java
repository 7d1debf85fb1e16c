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
   * @param keys with their values; those that are left out have their defaults
   * @throws SettingsException naming all problems at once
   */
  TrainingSettings training(String name, Map<String, Object> keys);

  /** The one that there is. */
  static SettingsFactory get() {
    ClassLoader loader = SettingsFactory.class.getClassLoader();
    return ServiceLoader.load(SettingsFactory.class, loader).findFirst().orElseThrow();
  }
}
