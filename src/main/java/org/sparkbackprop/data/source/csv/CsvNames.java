package org.sparkbackprop.data.source.csv;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sparkbackprop.data.columns.TableColumns;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.InputSettings;

/**
 * The names of the columns of a csv header. A column without a name, or with the name of another,
 * is named by its position, from 1. Empty fields after the last name, as in lines that end with a
 * delimiter, are not columns.
 *
 * @param names of all columns, without repetition
 * @param settings in terms of these names
 * @param notes on generated names, for the user
 */
record CsvNames(List<String> names, ColumnSettings settings, List<String> notes) {

  private static final String NAMELESS = "unnamed";

  /**
   * Names the columns of a header.
   *
   * @param file for messages
   * @throws DataException if no column has a name, or a chosen name is that of several columns
   */
  static CsvNames of(List<String> header, InputSettings input, RequiredColumns need, String file) {
    ColumnSettings settings = input.columns();
    Set<String> chosen = chosen(input, need);
    Set<String> repeated = new LinkedHashSet<>(TableColumns.repeated(header));
    // a model may have been trained on a column with an empty name
    boolean nameless = !chosen.contains("") && !settings.ignored().contains("");
    if (nameless) {
      repeated.remove("");
    }
    int columns = header.size();
    while (nameless && columns > 0 && header.get(columns - 1).isEmpty()) {
      String name = NAMELESS + "-" + columns;
      if (chosen.contains(name) || settings.ignored().contains(name)) {
        break;
      }
      columns--;
    }
    if (columns == 0) {
      throw new DataException("the first line of " + file + " does not name any column");
    }
    List<String> names = new ArrayList<>();
    for (int c = 0; c < columns; c++) {
      String name = header.get(c);
      String base = name.isEmpty() && nameless ? NAMELESS : name;
      boolean made = !base.equals(name) || repeated.contains(name);
      names.add(made ? unlike(header, base + "-" + (c + 1)) : name);
    }
    for (String name : repeated) {
      if (chosen.contains(name)) {
        throw new DataException(
            "%s has several columns named %s; by their positions they are called %s: choose among"
                    .formatted(file, Excerpt.of(name), Excerpt.some(calledOf(name, header, names)))
                + " these");
      }
    }
    return new CsvNames(
        List.copyOf(names),
        settings.ignoring(ignored(header, names, settings)),
        notes(header, names, repeated, file));
  }

  private static Set<String> chosen(InputSettings input, RequiredColumns need) {
    ColumnSettings settings = input.columns();
    Set<String> chosen = new LinkedHashSet<>();
    if (need.labels() == RequiredColumns.Labels.REQUIRED) {
      chosen.addAll(input.target().columns(settings.label()));
      settings.weight().ifPresent(chosen::add);
    }
    if (need.columns().isPresent()) {
      need.columns().get().forEach(column -> chosen.addAll(column.namesInTable()));
    } else {
      chosen.addAll(settings.features());
      chosen.addAll(settings.truths());
      chosen.addAll(settings.categories().keySet());
    }
    return chosen;
  }

  private static String unlike(List<String> header, String name) {
    String other = name;
    while (header.contains(other)) {
      other += "_";
    }
    return other;
  }

  private static List<String> calledOf(String name, List<String> header, List<String> names) {
    return IntStream.range(0, names.size())
        .filter(c -> header.get(c).equals(name))
        .mapToObj(names::get)
        .toList();
  }

  private static List<String> notes(
      List<String> header, List<String> names, Set<String> repeated, String file) {
    List<String> made =
        IntStream.range(0, names.size())
            .filter(c -> !names.get(c).equals(header.get(c)))
            .mapToObj(names::get)
            .toList();
    if (made.isEmpty()) {
      return List.of();
    }
    String why =
        repeated.isEmpty()
            ? "without a name"
            : "with the same name, "
                + repeated.stream().map(Excerpt::of).collect(Collectors.joining(", "));
    return List.of(
        "%s has columns %s; by their positions they are called %s"
            .formatted(file, why, Excerpt.some(made)));
  }

  /** The ignored columns: all those of an ignored name. */
  private static List<String> ignored(
      List<String> header, List<String> names, ColumnSettings settings) {
    Set<String> ignored = new LinkedHashSet<>();
    for (String name : settings.ignored()) {
      List<String> called = calledOf(name, header, names);
      ignored.addAll(called.isEmpty() ? List.of(name) : called);
    }
    return List.copyOf(ignored);
  }
}
