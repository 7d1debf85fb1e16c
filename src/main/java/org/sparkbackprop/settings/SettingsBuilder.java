package org.sparkbackprop.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Gathers settings by their keys, which are those of {@code reference.conf}; what is not set has
 * the default that it has there. Values are checked when all are known, by {@link
 * TrainingSettings.Builder#build}.
 *
 * @param <B> the class of the builder
 */
public abstract class SettingsBuilder<B extends SettingsBuilder<B>> {

  private final Map<String, Object> keys = new LinkedHashMap<>();

  SettingsBuilder() {}

  /**
   * Sets any key.
   *
   * @param key with its sections, such as {@code optimizer.adam.beta1}
   * @param value a text, a number, true or false, a list of these, a map with names; or null
   */
  @SuppressWarnings("unchecked") // B is the class itself
  public B set(String key, Object value) {
    keys.put(key, value);
    return (B) this;
  }

  /** Sets what another builder has gathered. */
  @SuppressWarnings("unchecked") // B is the class itself
  B setAll(SettingsBuilder<?> other) {
    keys.putAll(other.keys);
    return (B) this;
  }

  /** Adds a name to a key whose value is a map with names. */
  B add(String key, String name, Object value) {
    Map<Object, Object> names = new LinkedHashMap<>();
    if (keys.get(key) instanceof Map<?, ?> earlier) {
      names.putAll(earlier);
    }
    names.put(name, value);
    return set(key, names);
  }

  /** The keys that were set, with their values. */
  public Map<String, Object> keys() {
    return Collections.unmodifiableMap(keys);
  }
}
