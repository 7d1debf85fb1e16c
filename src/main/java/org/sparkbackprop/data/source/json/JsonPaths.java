package org.sparkbackprop.data.source.json;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The places of columns in an object: under a key of their name, or in nested objects whose keys,
 * joined by dots, are their name.
 */
final class JsonPaths {

  /** In names with more dots, every dot is a step into an object. */
  private static final int MAX_DOTS = 8;

  static final int NONE = -1;

  private final Map<String, JsonPaths> children = new HashMap<>();
  private int place = NONE;
  private String column = "";

  private JsonPaths() {}

  /**
   * The paths of columns.
   *
   * @param columns in the order of their places
   * @param keysWithDots the columns that are keys themselves
   */
  static JsonPaths of(List<String> columns, Collection<String> keysWithDots) {
    JsonPaths root = new JsonPaths();
    Set<String> keys = Set.copyOf(keysWithDots);
    for (int place = 0; place < columns.size(); place++) {
      String name = columns.get(place);
      root.put(name, name, place);
      if (!keys.contains(name)) {
        root.putWithin(name, name, place);
      }
    }
    return root;
  }

  private void put(String key, String name, int at) {
    child(key, name).place = at;
  }

  private void putWithin(String rest, String name, int at) {
    boolean some = rest.chars().filter(c -> c == '.').count() <= MAX_DOTS;
    for (int dot = rest.indexOf('.'); dot >= 0; dot = some ? rest.indexOf('.', dot + 1) : NONE) {
      JsonPaths child = child(rest.substring(0, dot), name);
      String left = rest.substring(dot + 1);
      child.put(left, name, at);
      child.putWithin(left, name, at);
    }
  }

  private JsonPaths child(String key, String name) {
    JsonPaths child = children.computeIfAbsent(key, k -> new JsonPaths());
    child.column = name;
    return child;
  }

  /** The paths under a key; null if there is no column. */
  JsonPaths under(String key) {
    return children.get(key);
  }

  /** Whether a nested object has columns. */
  boolean hasChildren() {
    return !children.isEmpty();
  }

  /** The place of the column of this path; {@link #NONE} if there is none. */
  int place() {
    return place;
  }

  /** The name of a column at or under this path. */
  String column() {
    return column;
  }
}
