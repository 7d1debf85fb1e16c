package org.sparkbackprop.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Collects settings by the keys of {@code reference.conf}; a key that is not set has its default
 * there. All values are checked together by {@link TrainingSettings.Builder#build}.
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

  /** Sets all keys of another builder. */
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

  /** The keys that are set, with their values. */
  public Map<String, Object> keys() {
    return Collections.unmodifiableMap(keys);
  }
}
