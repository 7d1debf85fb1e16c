package org.sparkbackprop.data.columns;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sparkbackprop.data.values.MissingTexts;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.model.MissingValues;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.InputSettings;

/** Finds the configuration lines that say how to treat columns that are not numbers. */
public final class ColumnAdvice {

  /** More texts, in lower case, that may mean a missing value in a column of numbers. */
  private static final Set<String> RARER_MARKERS =
      Set.of("", ".", "..", "*", "unknown", "undefined", "not available", "-nan");

  /** The most different texts in a column of numbers that may mean missing values. */
  private static final int MAX_MARKERS = 5;

  /** The most different texts that are remembered of all columns. */
  private static final int MAX_TEXTS = 500_000;

  private final InputSettings input;
  private final Map<String, ColumnProfile> profiles;
  private final List<String> categories = new ArrayList<>();
  private final List<String> unnamed = new ArrayList<>();
  private final List<String> unread = new ArrayList<>();
  private final List<String> truths = new ArrayList<>();
  private final List<String> ignored = new ArrayList<>();
  private final List<String> incomplete = new ArrayList<>();
  private final List<String> faulty = new ArrayList<>();
  private final TreeSet<String> markers = new TreeSet<>();
  private final List<String> marked = new ArrayList<>();
  private int texts;

  private ColumnAdvice(InputSettings input, Map<String, ColumnProfile> profiles) {
    this.input = input;
    this.profiles = profiles;
  }

  /**
   * The lines for columns that were read as numbers; none if all are numbers.
   *
   * @param profiles of these columns, by name
   * @param missing how missing values are treated
   */
  public static List<String> ofNumbers(
      InputSettings input, Map<String, ColumnProfile> profiles, MissingValues.Policy missing) {
    ColumnAdvice advice = new ColumnAdvice(input, profiles);
    profiles.forEach(advice::sort);
    return advice.texts == 0 ? List.of() : advice.lines(missing);
  }

  /**
   * The lines for columns of a table with types that the settings do not mention.
   *
   * @param profiles of text columns, by name
   * @param vectors columns of arrays or vectors
   * @param unfit columns whose types cannot be features
   */
  public static List<String> ofTypes(
      InputSettings input,
      Map<String, ColumnProfile> profiles,
      List<String> vectors,
      Collection<String> unfit) {
    ColumnAdvice advice = new ColumnAdvice(input, profiles);
    profiles.forEach(advice::sortText);
    advice.ignored.addAll(unfit);
    List<String> lines = advice.lines(MissingValues.Policy.MEAN);
    vectors.forEach(name -> lines.add("input.vectors { %s = 784 }".formatted(quoted(name))));
    return lines;
  }

  /** How many different texts the profile of each column should remember. */
  public static int maxDifferent(int columns) {
    return Math.max(10, Math.min(200, MAX_TEXTS / Math.max(1, columns)));
  }

  /** Sorts a column that was read as numbers. */
  private void sort(String name, ColumnProfile profile) {
    if (profile.missing() > 0) {
      incomplete.add(name);
    }
    if (profile.others() == 0) {
      if (profile.values() + profile.missing() == 0) {
        unread.add(name);
      }
      return;
    }
    Set<String> others = profile.otherTexts().keySet();
    boolean numbers = profile.numbers() >= profile.others();
    boolean few = !others.isEmpty() && others.size() <= MAX_MARKERS;
    if (few && others.stream().allMatch(ColumnAdvice::isMarker) && profile.numbers() > 0) {
      texts++;
      markers.addAll(others);
      marked.add(
          String.format(
              Locale.ROOT,
              "%s (%,d of %,d)",
              Excerpt.of(name),
              profile.others(),
              profile.values()));
    } else if (numbers) {
      faulty.add(name);
    } else {
      sortText(name, profile);
    }
  }

  private static boolean isMarker(String text) {
    String marker = text.strip().toLowerCase(Locale.ROOT);
    return MissingTexts.isUsual(marker) || RARER_MARKERS.contains(marker);
  }

  private void sortText(String name, ColumnProfile profile) {
    texts++;
    boolean few = profile.hasFew(input.columns().maxCategories());
    if (few && profile.different().stream().allMatch(this::isTruth)) {
      truths.add(name);
    } else if (few && profile.different().size() > 1) {
      (areNamed(input.columns()) && profile.isCut() ? unnamed : categories).add(name);
    } else {
      ignored.add(name);
    }
  }

  private boolean isTruth(String text) {
    return text.equalsIgnoreCase("true")
        || text.equalsIgnoreCase("false")
        || (input.format().equals("csv") && input.text().syntax().isTruth(text));
  }

  private List<String> lines(MissingValues.Policy missing) {
    List<String> lines = new ArrayList<>();
    ColumnSettings columns = input.columns();
    if (!categories.isEmpty()) {
      lines.add(line(categoriesLine(columns), "a few names, each in many rows"));
    }
    unnamed.forEach(
        name ->
            lines.add(
                "# input.categories { %s = […] } with all of its names, some of which are too long to show"
                    .formatted(quoted(name))));
    if (!truths.isEmpty()) {
      lines.add(line("input.booleans = " + list(both(columns.truths(), truths)), "true or false"));
    }
    if (!ignored.isEmpty() && columns.features().isEmpty()) {
      lines.add(
          line(
              "input.ignore = " + list(both(columns.ignored(), ignored)),
              "not features" + examples()));
    } else if (!ignored.isEmpty()) {
      lines.add("# leave %s out of input.features%s".formatted(list(ignored), examples()));
    }
    if (!markers.isEmpty()) {
      lines.add(
          line(
              "input.missing-texts = " + list(both(new TreeSet<>(columns.missingTexts()), markers)),
              "columns of numbers: " + Excerpt.some(marked)));
    }
    if (missing == MissingValues.Policy.REFUSE && !(markers.isEmpty() && incomplete.isEmpty())) {
      String of =
          incomplete.isEmpty() ? "" : ", for the missing values of " + Excerpt.some(incomplete);
      lines.add(line("preparation.missing = mean", "or a number" + of));
    }
    unread.forEach(
        name ->
            lines.add(
                "# column %s has neither numbers nor texts: input.ignore leaves it out; input.vectors { %s = … } reads arrays of that many numbers"
                    .formatted(Excerpt.of(name), quoted(name))));
    faulty.forEach(name -> lines.add(faultyLine(name, profiles.get(name))));
    return lines;
  }

  private static String line(String setting, String comment) {
    return "%s   # %s".formatted(setting, comment);
  }

  /** Names are listed if the settings list those of other columns, as HOCON merges sections. */
  private String categoriesLine(ColumnSettings columns) {
    return areNamed(columns)
        ? categories.stream()
            .map(name -> "%s = %s".formatted(quoted(name), list(profiles.get(name).different())))
            .collect(Collectors.joining(", ", "input.categories { ", " }"))
        : "input.categories = " + list(both(columns.categories().keySet(), categories));
  }

  private static boolean areNamed(ColumnSettings columns) {
    return columns.categories().values().stream().anyMatch(names -> !names.isEmpty());
  }

  private String examples() {
    String examples =
        ignored.stream()
            .map(profiles::get)
            .filter(Objects::nonNull)
            .limit(MAX_MARKERS)
            .map(profile -> "'" + profile.example() + "'")
            .collect(Collectors.joining(", "));
    return examples.isEmpty() ? "" : ", such as " + examples;
  }

  private static String faultyLine(String name, ColumnProfile profile) {
    String texts =
        profile.otherTexts().isEmpty()
            ? "'" + profile.example() + "', …"
            : profile.otherTexts().keySet().stream()
                .limit(MAX_MARKERS)
                .map(text -> "'" + text + "'")
                .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "# column %s: %,d of %,d values are not numbers: %s; correct them, or say input.bad-rows = quarantine",
        Excerpt.of(name),
        profile.others(),
        profile.values(),
        texts);
  }

  private static List<String> both(Collection<String> before, Collection<String> more) {
    return Stream.of(before, more).flatMap(Collection::stream).distinct().toList();
  }

  /** A list of HOCON, ready to paste. */
  private static String list(Collection<String> names) {
    return names.stream().map(ColumnAdvice::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  /** A text in HOCON: bare, or in quotes. */
  public static String quoted(String text) {
    return text.matches("[A-Za-z_][A-Za-z0-9_]*")
            && !text.matches("true|false|null|on|off|yes|no|include")
        ? text
        : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
