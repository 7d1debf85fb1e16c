package org.sparkbackprop.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sparkbackprop.error.Message;
import org.sparkbackprop.metrics.sums.MetricValue;

/**
 * A table of texts, whose first row has the headings.
 *
 * @param title above it; may be empty
 * @param rows of cells, all of the same length
 */
record Table(String title, List<List<String>> rows) {

  static final String NONE = "–";

  /** A table with these headings and rows. */
  static Table of(String title, List<String> headings, List<List<String>> rows) {
    List<List<String>> all = new ArrayList<>();
    all.add(headings);
    all.addAll(rows);
    return new Table(title, all);
  }

  /** A metric as a cell. */
  static String cell(String format, MetricValue value) {
    return value.isDefined() ? Message.of(format, value.number()) : NONE;
  }

  /** A share as a cell. */
  static String share(MetricValue value) {
    return cell("%.4f", value);
  }

  /** A number of rows as a cell. */
  static String count(double rows) {
    return Message.of("%,d", (long) rows);
  }

  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("title", title);
    fields.put("rows", rows);
    return fields;
  }
}
