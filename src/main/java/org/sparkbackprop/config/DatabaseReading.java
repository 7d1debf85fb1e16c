package org.sparkbackprop.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sparkbackprop.settings.DatabaseSettings;
import org.sparkbackprop.settings.Secrets;

/** Reads the table and the connection to its database. */
final class DatabaseReading {

  private static final String JDBC = "input.jdbc.";

  /** Options of Spark that have their own keys here. */
  private static final List<String> OWN =
      List.of("url", "dbtable", "query", "user", "password", "driver");

  private DatabaseReading() {}

  /** The table of the section {@code input}, for formats that read one. */
  static DatabaseSettings database(SettingsReader reader, String format) {
    return switch (format) {
      case "table" ->
          new DatabaseSettings(
              reader.text("input.table"), Optional.empty(), Optional.empty(), Map.of());
      case "jdbc" -> jdbc(reader);
      default -> DatabaseSettings.none();
    };
  }

  private static DatabaseSettings jdbc(SettingsReader reader) {
    Optional<String> table = reader.text(JDBC + "table");
    Optional<String> query = reader.text(JDBC + "query");
    if (table.isPresent() == query.isPresent()) {
      reader.problem(JDBC + "table", "or input.jdbc.query must be given, but not both");
    }
    Optional<String> url = reader.secret(JDBC + "url");
    if (url.isPresent() && !url.get().startsWith("jdbc:")) {
      reader.problem(JDBC + "url", "must start with jdbc:, as in jdbc:postgresql://host/database");
    }
    Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    options.putAll(reader.secrets(JDBC + "options"));
    for (String own : OWN) {
      if (options.containsKey(own)) {
        String key = own.equals("dbtable") ? "table" : own;
        reader.problem(JDBC + "options." + own, "has its own key: " + JDBC + key);
      }
    }
    for (String key : List.of("user", "password", "driver")) {
      reader.secret(JDBC + key).ifPresent(value -> options.put(key, value));
    }
    url.ifPresent(value -> requireKept(reader, JDBC + "url", value));
    options.forEach(
        (name, value) ->
            requireKept(
                reader,
                JDBC + (OWN.contains(name.toLowerCase(Locale.ROOT)) ? name : "options." + name),
                value));
    return new DatabaseSettings(table, query, url, options);
  }

  private static void requireKept(SettingsReader reader, String key, String value) {
    if (Secrets.isMissing(value)) {
      reader.problem(
          key,
          "is not kept in models; give %s = … again, or a configuration (*.conf) that has it"
              .formatted(key));
    }
  }
}
