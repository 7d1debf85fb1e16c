package org.sparkbackprop.data.source.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names of the values of objects, in the order in which they first appear. A value in a nested
 * object is named by both keys, joined by a dot.
 */
final class JsonNames implements Serializable {

  private static final long serialVersionUID = 1;

  /** What is known of a name. */
  private enum Known {
    /** It was always null: a missing value, or a missing object. */
    NULL,
    VALUE,
    /** It is a key that contains a dot. */
    KEY_WITH_DOT
  }

  private final Map<String, Known> names = new LinkedHashMap<>();

  /**
   * Adds the names in the object that a parser has started to read.
   *
   * @param prefix of the names; empty for an object that is a row
   * @param ignored names of values and objects to skip
   */
  void add(JsonParser parser, String prefix, Set<String> ignored) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      String name = prefix + key;
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_OBJECT && !ignored.contains(name)) {
        add(parser, name + ".", ignored);
      } else {
        parser.skipChildren();
        boolean dot = prefix.isEmpty() && key.indexOf('.') >= 0;
        Known known = token == JsonToken.VALUE_NULL ? Known.NULL : Known.VALUE;
        put(name, dot ? Known.KEY_WITH_DOT : known);
      }
    }
  }

  private void put(String name, Known known) {
    names.merge(name, known, (a, b) -> a.compareTo(b) >= 0 ? a : b);
  }

  /** Adds the names of later objects. */
  void add(JsonNames later) {
    later.names.forEach(this::put);
  }

  int size() {
    return names.size();
  }

  boolean isEmpty() {
    return names.isEmpty();
  }

  /** The names of values, without objects that are null in some rows. */
  List<String> all() {
    TreeSet<String> sorted = new TreeSet<>(names.keySet());
    List<String> all = new ArrayList<>();
    names.forEach(
        (name, known) -> {
          String next = known == Known.NULL ? sorted.ceiling(name + ".") : null;
          if (next == null || !next.startsWith(name + ".")) {
            all.add(name);
          }
        });
    return all;
  }

  /** The names that are keys containing a dot. */
  Set<String> keysWithDots() {
    Set<String> keys = new TreeSet<>(names.keySet());
    keys.removeIf(name -> names.get(name) != Known.KEY_WITH_DOT);
    return keys;
  }
}
