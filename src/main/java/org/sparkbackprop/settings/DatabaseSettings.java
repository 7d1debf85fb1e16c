package org.sparkbackprop.settings;

import java.util.Map;
import java.util.Optional;

/**
 * A table read by its name or by a query.
 *
 * @param table its name in the catalog or the database
 * @param query in the database's SQL dialect, instead of a table
 * @param url of a database (jdbc)
 * @param options of Spark's JDBC source: user, password, driver, partitionColumn, …
 */
public record DatabaseSettings(
    Optional<String> table,
    Optional<String> query,
    Optional<String> url,
    Map<String, String> options) {

  /** No table. */
  public static DatabaseSettings none() {
    return new DatabaseSettings(Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
  }

  /** A table of the catalog. */
  public static DatabaseSettings ofCatalog(String table) {
    return new DatabaseSettings(Optional.of(table), Optional.empty(), Optional.empty(), Map.of());
  }

  /** A text without the secrets of these settings. */
  public String withoutSecrets(String text) {
    String safe = url.isEmpty() ? text : text.replace(url.get(), shownUrl());
    for (Map.Entry<String, String> option : options.entrySet()) {
      if (Secrets.isSecret(option.getKey()) && !option.getValue().isEmpty()) {
        safe = safe.replace(option.getValue(), Secrets.NOT_KEPT);
      }
    }
    return safe;
  }

  /** The URL for messages. */
  public String shownUrl() {
    return url.map(Secrets::withoutSecrets).orElse("no database");
  }

  /** Without secrets and options. */
  @Override
  public String toString() {
    return "table %s, query %s, %s".formatted(table, query, shownUrl());
  }
}
