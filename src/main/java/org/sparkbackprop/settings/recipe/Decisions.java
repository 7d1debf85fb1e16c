package org.sparkbackprop.settings.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What was, or is to be, decided by the data.
 *
 * @param open keys with the value {@code auto}, which have provisional values in settings
 * @param choices that were made of such keys
 */
public record Decisions(List<AutomaticKey> open, List<Choice> choices) {

  /** Copies the lists. */
  public Decisions {
    open = List.copyOf(open);
    choices = List.copyOf(choices);
  }

  /** Those that a configuration leaves to the data. */
  public static Decisions openIn(Map<String, ?> configuration) {
    return new Decisions(AutomaticKey.openIn(configuration), List.of());
  }

  /** Whether a key is to be decided. */
  public boolean isOpen(AutomaticKey key) {
    return open.contains(key);
  }

  /** Whether a key, by its name, is to be decided. */
  public boolean isOpen(String key) {
    return open.stream().anyMatch(other -> other.key().equals(key));
  }

  /** Those of some choices whose keys are open. */
  public List<Choice> fitting(List<Choice> others) {
    return others.stream().filter(choice -> isOpen(choice.key())).toList();
  }

  /**
   * The same after more choices.
   *
   * @param made of open keys, each once
   */
  public Decisions with(List<Choice> made) {
    List<AutomaticKey> left =
        open.stream()
            .filter(key -> made.stream().noneMatch(choice -> choice.key().equals(key.key())))
            .toList();
    return new Decisions(left, Stream.concat(choices.stream(), made.stream()).toList());
  }

  /** A configuration with sections, with chosen values. */
  public static Map<String, Object> with(Map<String, ?> configuration, List<Choice> made) {
    Map<String, Object> all = new LinkedHashMap<>(configuration);
    for (Choice choice : made) {
      int dot = choice.key().indexOf('.'); // keys of a section: none is deeper
      String section = choice.key().substring(0, dot);
      Map<String, Object> keys = new LinkedHashMap<>();
      if (all.get(section) instanceof Map<?, ?> given) {
        given.forEach((name, value) -> keys.put(String.valueOf(name), value));
      }
      keys.put(choice.key().substring(dot + 1), choice.value());
      all.put(section, keys);
    }
    return all;
  }
}
