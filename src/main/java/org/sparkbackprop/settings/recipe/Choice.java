package org.sparkbackprop.settings.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A value that was chosen by what the data are like.
 *
 * @param key of the configuration
 * @param value as a configuration has it
 * @param reason in a few words
 */
public record Choice(String key, Object value, String reason) {

  private static final String KEY = "key";
  private static final String VALUE = "value";
  private static final String REASON = "reason";

  /** In a line for people. */
  public String line() {
    return key + " = " + value + ": " + reason;
  }

  /** As model.json has it. */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(KEY, key);
    fields.put(VALUE, value);
    fields.put(REASON, reason);
    return fields;
  }

  /** The choices that such fields name; others are left out. */
  public static List<Choice> ofFields(List<?> choices) {
    return choices.stream()
        .filter(Map.class::isInstance)
        .map(fields -> (Map<?, ?>) fields)
        .filter(fields -> AutomaticKey.named(String.valueOf(fields.get(KEY))).isPresent())
        .map(
            fields ->
                new Choice(
                    String.valueOf(fields.get(KEY)),
                    fields.get(VALUE),
                    String.valueOf(fields.get(REASON))))
        .toList();
  }
}
