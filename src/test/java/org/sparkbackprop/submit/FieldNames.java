package org.sparkbackprop.submit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields that an object of Kubernetes may have, as far as kubernetes-fields.txt names them. */
final class FieldNames {

  private static final String LIST = "[]";

  /** A field's kind by its name; a name that is required ends with {@code !}. */
  private final Map<String, Map<String, String>> types = new LinkedHashMap<>();

  private final List<String> problems = new ArrayList<>();

  private FieldNames() {}

  /** Reads the file. */
  static FieldNames read() throws IOException {
    FieldNames names = new FieldNames();
    try (InputStream input = FieldNames.class.getResourceAsStream("kubernetes-fields.txt")) {
      new String(input.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .forEach(names::add);
    }
    return names;
  }

  private void add(String line) {
    Map<String, String> fields = new LinkedHashMap<>();
    String[] words = line.split(" ", -1);
    for (int i = 1; i < words.length; i++) {
      String[] field = words[i].split("=", -1);
      fields.put(field[0], field[1]);
    }
    types.put(words[0].replace(":", ""), fields);
  }

  /** What is wrong with an object; empty if nothing is. */
  List<String> problems(String type, Object value) {
    problems.clear();
    check(type, value, type);
    return List.copyOf(problems);
  }

  private void check(String kind, Object value, String place) {
    if (kind.endsWith(LIST)) {
      if (require(value instanceof List<?>, place, "a list")) {
        String element = kind.substring(0, kind.length() - LIST.length());
        ((List<?>) value).forEach(one -> check(element, one, place + LIST));
      }
      return;
    }
    switch (kind) {
      case "string" -> require(value instanceof String, place, "a string");
      case "integer" -> require(value instanceof Integer, place, "an integer");
      case "boolean" -> require(value instanceof Boolean, place, "true or false");
      case "map" -> checkMap(value, place);
      default -> {
        if (require(types.containsKey(kind), place, "of a type that is listed, " + kind)
            && require(value instanceof Map<?, ?>, place, "an object")) {
          checkFields(types.get(kind), (Map<?, ?>) value, place);
        }
      }
    }
  }

  private void checkMap(Object value, String place) {
    if (require(value instanceof Map<?, ?>, place, "a map")) {
      ((Map<?, ?>) value).forEach((key, one) -> check("string", one, place + "." + key));
    }
  }

  private void checkFields(Map<String, String> fields, Map<?, ?> object, String place) {
    for (Map.Entry<?, ?> entry : object.entrySet()) {
      String name = String.valueOf(entry.getKey());
      String kind = fields.getOrDefault(name, fields.get(name + "!"));
      String at = place + "." + name;
      if (require(kind != null, at, "a field that there is")) {
        check(kind, entry.getValue(), at);
      }
    }
    for (String name : fields.keySet()) {
      if (name.endsWith("!")) {
        String required = name.substring(0, name.length() - 1);
        require(object.containsKey(required), place + "." + required, "there");
      }
    }
  }

  private boolean require(boolean holds, String place, String what) {
    if (!holds) {
      problems.add(place + " is not " + what);
    }
    return holds;
  }
}
