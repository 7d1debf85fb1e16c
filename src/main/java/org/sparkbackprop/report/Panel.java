package org.sparkbackprop.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A part of the page that answers one question.
 *
 * @param title above it
 * @param sentences that say how to read it
 * @param tables below them
 * @param charts below these
 */
record Panel(String title, List<String> sentences, List<Table> tables, List<Chart> charts) {

  /** A panel with charts alone. */
  static Panel ofCharts(String title, String sentence, List<Chart> charts) {
    return new Panel(title, List.of(sentence), List.of(), charts);
  }

  /** A panel with tables alone. */
  static Panel ofTables(String title, List<String> sentences, List<Table> tables) {
    return new Panel(title, sentences, tables, List.of());
  }

  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("title", title);
    fields.put("sentences", sentences);
    fields.put("tables", tables.stream().map(Table::fields).toList());
    fields.put("charts", charts.stream().map(Chart::fields).toList());
    return fields;
  }
}
