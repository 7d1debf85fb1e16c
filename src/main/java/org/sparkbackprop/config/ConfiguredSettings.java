package org.sparkbackprop.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sparkbackprop.data.source.Formats;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.SettingsFactory;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.settings.recipe.Choice;

/** Reads the settings of a program as those of a file are read. */
public final class ConfiguredSettings implements SettingsFactory {

  private static final String FORMAT = "input.format";
  private static final String PATH = "input.path";
  private static final List<String> DATABASE_ROWS = List.of("input.jdbc.table", "input.jdbc.query");

  @Override
  public TrainingSettings training(String name, Map<String, Object> keys) {
    Map<String, Object> all = new LinkedHashMap<>(keys);
    all.putIfAbsent(FORMAT, Formats.GIVEN_ROWS);
    return ConfigurationFile.ofKeys(name, "TrainingSettings", Map.of(), all).training();
  }

  @Override
  public TrainingSettings decided(TrainingSettings open, List<Choice> choices) {
    return TrainingReading.decided(open, choices);
  }

  @Override
  public InputSettings input(Map<?, ?> trained, Map<String, Object> keys) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put(FORMAT, Formats.GIVEN_ROWS);
    all.putAll(keys);
    withoutStale(all);
    ConfigurationFile file =
        ConfigurationFile.ofKeys("input", "InputSettings", sections(trained), all);
    SettingsReader reader = new SettingsReader(file);
    InputSettings input = InputReading.input(reader);
    reader.throwIfProblems();
    return input;
  }

  /** The sections that say how the training's rows were read. */
  private static Map<String, Object> sections(Map<?, ?> trained) {
    Map<String, Object> sections = new LinkedHashMap<>();
    for (String name : List.of("input", "target")) {
      if (trained.get(name) instanceof Map<?, ?> section) {
        sections.put(name, section);
      }
    }
    return sections;
  }

  /** Clears what the training's input had and the new one cannot have or replaces. */
  private static void withoutStale(Map<String, Object> keys) {
    Object format = keys.get(FORMAT);
    if (!Formats.names().contains(format) || !Formats.hasFiles((String) format)) {
      keys.putIfAbsent(PATH, null);
    }
    if (Formats.names().contains(format) && !Formats.isTable((String) format)) {
      keys.putIfAbsent("input.weight", null);
      keys.putIfAbsent("input.key", List.of());
    }
    if (keys.containsKey(PATH)) {
      keys.putIfAbsent("input.labels", null);
    }
    if (DATABASE_ROWS.stream().anyMatch(keys::containsKey)) {
      DATABASE_ROWS.forEach(key -> keys.putIfAbsent(key, null));
    }
  }
}
