package org.sparkbackprop.data.source.csv;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sparkbackprop.data.columns.TableColumns;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.settings.ColumnSettings;

/**
 * What the columns of a csv header are called. A column without a name, or with one that others
 * have too, is called by its position, from 1. Behind the last name there may be empty ones, as
 * lines have them that end with a delimiter: they are no columns.
 *
 * @param names of all columns, each of them once
 * @param settings that speak of these names
 * @param notes what a user should know about names that were made
 */
record CsvNames(List<String> names, ColumnSettings settings, List<String> notes) {

  private static final String NAMELESS = "unnamed";

  /**
   * The names of a header.
   *
   * @param file for messages
   * @throws DataException if there is no name at all, or a name is chosen that several columns have
   */
  static CsvNames of(
      List<String> header, ColumnSettings settings, RequiredColumns need, String file) {
    Set<String> chosen = chosen(settings, need);
    Set<String> repeated = new LinkedHashSet<>(TableColumns.repeated(header));
    // rows with a column of an empty name have been trained on
    boolean nameless = !chosen.contains("") && !settings.ignored().contains("");
    if (nameless) {
      repeated.remove("");
    }
    Predicate<String> wanted = name -> chosen.contains(name) || settings.ignored().contains(name);
    int columns = header.size();
    while (nameless && columns > 0 && header.get(columns - 1).isEmpty()) {
      if (wanted.test(NAMELESS + "-" + columns)) {
        break;
      }
      columns--;
    }
    if (columns == 0) {
      throw new DataException(file + " begins with a line in which no column has a name");
    }
    List<String> names = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (int c = 0; c < columns; c++) {
      String name = header.get(c);
      String base = name.isEmpty() && nameless ? NAMELESS : name;
      boolean made = !base.equals(name) || repeated.contains(name);
      names.add(made ? unlike(header, base + "-" + (c + 1)) : name);
    }
    for (String name : repeated) {
      requireNotChosen(name, chosen, header, names, file);
    }
    note(header, names, repeated, file, notes);
    return new CsvNames(
        List.copyOf(names), settings.ignoring(ignored(header, names, settings)), notes);
  }

  private static Set<String> chosen(ColumnSettings settings, RequiredColumns need) {
    Set<String> chosen = new LinkedHashSet<>();
    if (need.labels() == RequiredColumns.Labels.REQUIRED) {
      chosen.add(settings.label());
      settings.weight().ifPresent(chosen::add);
    }
    if (need.columns().isPresent()) {
      need.columns().get().forEach(column -> chosen.addAll(column.namesInTable()));
      return chosen;
    }
    chosen.addAll(settings.features());
    chosen.addAll(settings.truths());
    chosen.addAll(settings.categories().keySet());
    return chosen;
  }

  private static String unlike(List<String> header, String name) {
    String other = name;
    while (header.contains(other)) {
      other += "_";
    }
    return other;
  }

  private static void requireNotChosen(
      String name, Set<String> chosen, List<String> header, List<String> names, String file) {
    if (chosen.contains(name)) {
      throw new DataException(
          ("%s has several columns of the name %s; by their positions they are called %s: choose one"
                  + " of these")
              .formatted(file, Excerpt.of(name), Excerpt.some(calledOf(name, header, names))));
    }
  }

  private static List<String> calledOf(String name, List<String> header, List<String> names) {
    return IntStream.range(0, names.size())
        .filter(c -> header.get(c).equals(name))
        .mapToObj(names::get)
        .toList();
  }

  private static void note(
      List<String> header,
      List<String> names,
      Set<String> repeated,
      String file,
      List<String> notes) {
    List<String> made =
        IntStream.range(0, names.size())
            .filter(c -> !names.get(c).equals(header.get(c)))
            .mapToObj(names::get)
            .toList();
    if (!made.isEmpty()) {
      notes.add(
          "%s has columns %s; by their positions they are called %s"
              .formatted(
                  file,
                  repeated.isEmpty()
                      ? "without a name"
                      : "of the same name, "
                          + repeated.stream().map(Excerpt::of).collect(Collectors.joining(", ")),
                  Excerpt.some(made)));
    }
  }

  /** All columns of a name are ignored with it. */
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
