package org.sparkbackprop.config;

import java.util.Map;
import org.sparkbackprop.settings.SettingsFactory;
import org.sparkbackprop.settings.TrainingSettings;

/** Settings of programs, which are read as those of a file are. */
public final class ConfiguredSettings implements SettingsFactory {

  @Override
  public TrainingSettings training(String name, Map<String, Object> keys) {
    return ConfigurationFile.ofKeys(name, keys).training();
  }
}
