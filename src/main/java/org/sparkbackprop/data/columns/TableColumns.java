package org.sparkbackprop.data.columns;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sparkbackprop.data.rows.IdentityColumns;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.error.Spelling;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.targets.TargetColumns;

/**
 * Which columns of a table are features, targets and weight.
 *
 * @param features in order, with their kinds
 * @param targets the names of the columns of what is predicted; none if that is ignored
 * @param kind of the targets
 * @param weight the name of the weight column; absent if each row counts once
 */
public record TableColumns(
    List<InputColumn> features, List<String> targets, TargetColumns kind, Optional<String> weight) {

  private static final int MAX_GUESSES = 5;

  /**
   * Finds the columns that the settings or the model name.
   *
   * @param names of all columns of the table
   * @param typed a column, by name, as the table declares it, if the settings do not
   * @param table for messages
   * @throws DataException naming every column that is missing or has two uses
   */
  public static TableColumns of(
      List<String> names,
      Function<String, InputColumn> typed,
      InputSettings input,
      RequiredColumns need,
      String table) {
    ColumnSettings settings = input.columns();
    boolean labelled = need.labels() == RequiredColumns.Labels.REQUIRED;
    List<String> targets = labelled ? targets(names, input, need, table) : List.of();
    Optional<String> weight =
        labelled ? settings.weight().map(w -> named(names, w, "weight", table)) : Optional.empty();
    IdentityColumns identity = need.identity();
    requireAll(
        names,
        identity.names(),
        "by which " + identity.keys() + " divides the rows into parts",
        table);
    targets.forEach(of -> requireNoOtherUse(of, identity.names(), identity.keys()));
    List<InputColumn> features;
    if (need.columns().isPresent()) { // a model may have the key among its features
      features = need.columns().get();
      requireFeatures(names, features, table, "that the model was trained on");
    } else {
      requireAll(names, settings.key(), "which input.key names", table);
      List<String> ignored = expected(settings.ignored(), names, input);
      requireAll(names, ignored, "which input.ignore names", table);
      targets.forEach(of -> requireNoOtherUse(of, settings.ignored(), "input.ignore"));
      features = declared(names, typed, settings, besides(targets, weight, settings, need), table);
      requireFeatures(names, features, table, "that the configuration names");
    }
    if (features.isEmpty()) {
      throw new DataException(
          table
              + " has no column besides the label"
              + (weight.isEmpty() ? "" : " and the weight")
              + (settings.key().isEmpty() ? "" : " and the key"));
    }
    return new TableColumns(features, targets, input.target(), weight);
  }

  /** The label of each row; absent if labels are ignored or there are other targets. */
  public Optional<String> label() {
    return kind.kind() == Target.Kind.CLASS ? targets.stream().findFirst() : Optional.empty();
  }

  /** How rows have their targets. */
  public RowShape.Targets shapeOfTargets() {
    return targets.isEmpty() ? RowShape.Targets.NONE : RowShape.Targets.of(kind, targets);
  }

  /** A model's only number may have another name, if it is the label. */
  private static List<String> targets(
      List<String> names, InputSettings input, RequiredColumns need, String table) {
    String label = input.columns().label();
    List<String> wanted = input.target().columns(label);
    if (wanted.size() == 1) {
      boolean other =
          need.columns().isPresent()
              && column(names, wanted.get(0)).isEmpty()
              && column(names, label).isPresent();
      String role = input.target().columns().isEmpty() ? "label" : "target";
      return List.of(named(names, other ? label : wanted.get(0), role, table));
    }
    List<String> targets =
        wanted.stream().map(column -> named(names, column, "target", table)).toList();
    List<String> twice = repeated(targets);
    if (!twice.isEmpty()) {
      throw new DataException(
          "%s: target.columns = %s names column %s twice, by name and by position; leave one out"
              .formatted(table, wanted, Excerpt.of(twice.get(0))));
    }
    return targets;
  }

  /** The columns that are features only if they are named as such. */
  private static Set<String> besides(
      List<String> targets,
      Optional<String> weight,
      ColumnSettings settings,
      RequiredColumns need) {
    Set<String> besides = new LinkedHashSet<>(settings.ignored());
    besides.addAll(settings.key());
    besides.addAll(need.besides());
    besides.addAll(targets);
    weight.ifPresent(besides::add);
    return besides;
  }

  /** The configuration alone does not show this if it gives the label by position. */
  private static void requireNoOtherUse(String label, List<String> names, String key) {
    if (names.contains(label)) {
      throw new DataException(
          ("column %s is the label, but %s names it too; leave it out there, or name another label by"
                  + " input.label or target.columns")
              .formatted(Excerpt.of(label), key));
    }
  }

  private static String named(List<String> names, String wanted, String role, String table) {
    OptionalInt column = column(names, wanted);
    if (column.isEmpty()) {
      throw new DataException(
          "%s has no %s column '%s'%s; its columns are %s; name the right one by %s%s"
              .formatted(
                  table,
                  role,
                  wanted,
                  meant(List.of(wanted), names),
                  Excerpt.some(names),
                  role.equals("target") ? "target.columns" : "input." + role,
                  role.equals("weight") ? ", which is null where rows have no weights" : ""));
    }
    return names.get(column.getAsInt());
  }

  /** The column with this name, or otherwise at this position. */
  static OptionalInt column(List<String> names, String wanted) {
    int named = names.indexOf(wanted);
    return named >= 0 ? OptionalInt.of(named) : position(wanted, names.size());
  }

  /** The position in a text: from 0, or from the end if negative; absent if there is none. */
  public static OptionalInt position(String wanted, int columns) {
    if (wanted.matches("-?\\d{1,9}")) {
      int position = Integer.parseInt(wanted);
      int column = position < 0 ? columns + position : position;
      if (column >= 0 && column < columns) {
        return OptionalInt.of(column);
      }
    }
    return OptionalInt.empty();
  }

  private static List<InputColumn> declared(
      List<String> names,
      Function<String, InputColumn> typed,
      ColumnSettings settings,
      Set<String> besides,
      String table) {
    Set<String> wanted = new LinkedHashSet<>(settings.features());
    if (wanted.isEmpty()) {
      Set<String> there = Set.copyOf(names);
      names.forEach(name -> wanted.add(vectorOf(name, there, settings).orElse(name)));
      wanted.removeAll(besides);
    }
    List<String> unused =
        Stream.of(
                settings.truths().stream(),
                settings.categories().keySet().stream(),
                settings.vectors().keySet().stream())
            .flatMap(stream -> stream)
            .filter(name -> !wanted.contains(name))
            .toList();
    if (!unused.isEmpty()) {
      throw new DataException(
          "%s: the configuration declares a kind of the columns %s, which are not among the features %s%s"
              .formatted(
                  table,
                  unused,
                  Excerpt.some(new ArrayList<>(wanted)),
                  settings.key().stream().anyMatch(unused::contains)
                      ? "; a column of input.key is a feature only where input.features names it"
                      : meant(unused, wanted)));
    }
    Set<String> truths = Set.copyOf(settings.truths());
    return wanted.stream().map(name -> declared(name, typed, truths, settings)).toList();
  }

  private static InputColumn declared(
      String name,
      Function<String, InputColumn> typed,
      Set<String> truths,
      ColumnSettings settings) {
    if (truths.contains(name)) {
      return InputColumn.truth(name);
    }
    if (settings.categories().containsKey(name)) {
      return InputColumn.category(name, settings.categories().get(name));
    }
    if (settings.vectors().containsKey(name)) {
      return InputColumn.vector(name, settings.vectors().get(name));
    }
    return typed.apply(name);
  }

  /** The vector of which this column is one number, if its numbers are in separate columns. */
  private static Optional<String> vectorOf(
      String name, Set<String> names, ColumnSettings settings) {
    // sizes of vectors have at most nine digits
    for (int digits = 1; digits <= Math.min(9, name.length()); digits++) {
      int end = name.length() - digits;
      char first = name.charAt(end);
      if (first < '0' || first > '9') {
        return Optional.empty();
      }
      String start = name.substring(0, end);
      Integer size = first == '0' ? null : settings.vectors().get(start);
      if (size != null
          && !names.contains(start)
          && Integer.parseInt(name, end, name.length(), 10) <= size) {
        return Optional.of(start);
      }
    }
    return Optional.empty();
  }

  private static void requireFeatures(
      List<String> names, List<InputColumn> wanted, String table, String why) {
    Set<String> there = Set.copyOf(names);
    List<String> missing =
        wanted.stream()
            .filter(column -> !there.contains(column.name()))
            .flatMap(column -> column.namesInTable().stream())
            .filter(name -> !there.contains(name))
            .toList();
    if (!missing.isEmpty()) {
      throw new DataException(
          "%s lacks the columns %s %s; it has %s%s"
              .formatted(
                  table, Excerpt.some(missing), why, Excerpt.some(names), meant(missing, names)));
    }
  }

  /** A misspelt name would leave a column among the features, for instance. */
  private static void requireAll(
      List<String> names, Collection<String> wanted, String use, String table) {
    List<String> unknown = wanted.stream().filter(name -> !names.contains(name)).toList();
    if (!unknown.isEmpty()) {
      throw new DataException(
          "%s has no columns %s, %s; its columns are %s%s"
              .formatted(
                  table, Excerpt.some(unknown), use, Excerpt.some(names), meant(unknown, names)));
    }
  }

  /**
   * The ignored columns that must exist. JSON objects may lack a key that other files have, unless
   * its name is similar to an existing one.
   */
  private static List<String> expected(
      List<String> ignored, List<String> names, InputSettings input) {
    return input.format().equals("json")
        ? ignored.stream().filter(name -> !Spelling.nearest(name, names).isEmpty()).toList()
        : ignored;
  }

  /** The question whether other names were meant; empty if no names are similar. */
  public static String meant(List<String> unknown, Collection<String> names) {
    List<String> near =
        unknown.stream()
            .flatMap(name -> Spelling.nearest(name, names).stream())
            .distinct()
            .limit(MAX_GUESSES)
            .map(Excerpt::of)
            .toList();
    return near.isEmpty() ? "" : "; did you mean %s?".formatted(String.join(" or ", near));
  }

  /** The names that occur more than once, each of them once. */
  public static List<String> repeated(List<String> names) {
    Set<String> seen = new HashSet<>();
    return names.stream().filter(name -> !seen.add(name)).distinct().toList();
  }

  /** Names for columns without names: x1, x2, …. */
  public static List<String> numbered(int columns) {
    return IntStream.rangeClosed(1, columns).mapToObj(c -> "x" + c).toList();
  }
}
