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
 * The names of the values of objects, in the order in which they first appear: a value within an
 * object that is itself a value is named by both keys, with a dot between them.
 */
final class JsonNames implements Serializable {

  private static final long serialVersionUID = 1;

  /** What is known of a name. */
  private enum Known {
    /** It has been null wherever it came: a value, or an object, that is not there. */
    NULL,
    VALUE,
    /** It is a key itself, with a dot in it. */
    KEY_WITH_DOT
  }

  private final Map<String, Known> names = new LinkedHashMap<>();

  /**
   * Adds those of the object that a parser has begun to read.
   *
   * @param ignored names of values, or of objects, into which nobody has to look
   */
  void add(JsonParser parser, Set<String> ignored) throws IOException {
    add(parser, "", ignored);
  }

  private void add(JsonParser parser, String prefix, Set<String> ignored) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      String name = prefix.isEmpty() ? key : prefix + key;
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

  /** Adds those of objects that come later. */
  void add(JsonNames later) {
    later.names.forEach(this::put);
  }

  int size() {
    return names.size();
  }

  boolean isEmpty() {
    return names.isEmpty();
  }

  /** The names, without those of objects that are null in some rows. */
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

  /** The names that are keys with a dot in them, and so no values within objects. */
  Set<String> keysWithDots() {
    Set<String> keys = new TreeSet<>();
    names.forEach(
        (name, known) -> {
          if (known == Known.KEY_WITH_DOT) {
            keys.add(name);
          }
        });
    return keys;
  }
}
