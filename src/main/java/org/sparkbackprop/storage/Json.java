package org.sparkbackprop.storage;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;

/** JSON objects as maps. JSON has no infinite numbers and no NaN: they are refused. */
public final class Json {

  private static final JSON ONE_LINE = JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES);
  private static final JSON INDENTED = ONE_LINE.with(JSON.Feature.PRETTY_PRINT_OUTPUT);

  private Json() {}

  /** An object on one line, without a line break at its end. */
  public static String line(Map<String, ?> object) {
    return write(ONE_LINE, object);
  }

  /** An object over several lines, with a line break at its end. */
  public static String document(Map<String, ?> object) {
    return write(INDENTED, object) + "\n";
  }

  /**
   * Parses an object.
   *
   * @param name of the file, for the message
   * @throws StorageException if the text is not one JSON object
   */
  public static Map<String, Object> parse(byte[] text, String name) {
    try {
      return JSON.std.mapFrom(new String(text, StandardCharsets.UTF_8));
    } catch (IOException e) {
      String reason = e.getMessage().lines().findFirst().orElse("").replaceFirst(" \\(start.*", "");
      throw new StorageException(
          StorageException.Kind.FAILED, name + " is not a JSON object: " + reason, e);
    }
  }

  private static String write(JSON writer, Map<String, ?> object) {
    object.forEach(Json::requireFinite);
    try {
      return writer.asString(object);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + object, e);
    }
  }

  private static void requireFinite(String key, Object value) {
    if (value instanceof Double number && !Double.isFinite(number)) {
      throw new IllegalArgumentException(key + " = " + number + " has no form in JSON");
    } else if (value instanceof Map<?, ?> inner) {
      inner.forEach((name, held) -> requireFinite(key + "." + name, held));
    } else if (value instanceof Collection<?> list) {
      list.forEach(held -> requireFinite(key, held));
    }
  }
}
