package org.sparkbackprop.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.model.MissingValues;

/**
 * Looks at every column of numbers that may be none, once a value of one was refused, and finds the
 * lines of a configuration that say what to make of them all. It takes a pass of its own, which an
 * input without such a fault does not pay for.
 */
final class ColumnDiagnosis {

  /** What readers say of a value that is no number. */
  static final String NO_NUMBER = "is not a finite number";

  /** Formats whose columns have no types. */
  private static final Set<String> UNTYPED = Set.of("csv", "json");

  /** What else may stand for a missing value where little else is no number, in lower case. */
  private static final Set<String> RARER_MARKERS =
      Set.of("", ".", "..", "*", "unknown", "undefined", "not available", "-nan");

  /** Columns of numbers may have so many different texts that are none. */
  private static final int MOST_MARKERS = 5;

  /** No more rows of a table with types are looked at. */
  private static final int MOST_ROWS = 10_000;

  private static final double NONE = Double.NaN;

  private static final int MOST_TEXT = 200;

  /** All columns together remember no more different texts. */
  private static final int MOST_TEXTS = 500_000;

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

  private ColumnDiagnosis(
      InputSettings input, Map<String, ColumnProfile> profiles, List<String> numbers) {
    this.input = input;
    this.profiles = profiles;
    numbers.forEach(name -> sort(name, profiles.get(name)));
  }

  /**
   * The lines for an input of which a value was refused; none if they are not to be had.
   *
   * @param refused the source that has the value
   * @param missing what becomes of missing values
   */
  static List<String> lines(
      JavaSparkContext spark,
      InputSettings input,
      RowSource refused,
      MissingValues.Policy missing) {
    List<String> suspects =
        refused.shape().columns().stream()
            .filter(column -> column.kind() == InputColumn.Kind.NUMBER)
            .map(InputColumn::name)
            .toList();
    if (!UNTYPED.contains(input.format()) || suspects.isEmpty()) {
      return List.of();
    }
    try {
      JobGroup.READING.begin(spark.sc(), "looking at the columns that are no numbers");
      Map<String, ColumnProfile> profiles = profiles(spark, input, refused, suspects);
      ColumnDiagnosis diagnosis = new ColumnDiagnosis(input, profiles, suspects);
      return diagnosis.texts == 0 ? List.of() : diagnosis.lines(missing);
    } catch (Exception damaged) { // Scala throws checked exceptions that it does not declare
      return List.of(); // the fault that led here is told
    }
  }

  /**
   * The lines for columns of a table with types, of which nobody has said what becomes of them.
   *
   * @param rows of which the first ones say which texts are names
   * @param texts columns of texts
   * @param vectors columns of arrays or vectors
   * @param unfit columns of types that are no features
   */
  static List<String> lines(
      InputSettings input,
      Supplier<Dataset<Row>> rows,
      List<String> texts,
      List<String> vectors,
      Collection<String> unfit) {
    Map<String, ColumnProfile> profiles = profiles(input, rows, texts);
    ColumnDiagnosis diagnosis = new ColumnDiagnosis(input, profiles, List.of());
    profiles.forEach(diagnosis::sortText);
    diagnosis.ignored.addAll(unfit);
    List<String> lines = diagnosis.lines(MissingValues.Policy.MEAN);
    vectors.forEach(name -> lines.add("input.vectors { %s = 784 }".formatted(quoted(name))));
    return lines;
  }

  /** What the first rows have in columns of texts; nothing if they cannot be read. */
  private static Map<String, ColumnProfile> profiles(
      InputSettings input, Supplier<Dataset<Row>> rows, List<String> texts) {
    Map<String, ColumnProfile> profiles = new LinkedHashMap<>();
    texts.forEach(name -> profiles.put(name, new ColumnProfile(mostDifferent(texts.size()))));
    MissingTexts missing = new MissingTexts(input.columns().missingTexts());
    for (Row row : texts.isEmpty() ? List.<Row>of() : first(rows, texts)) {
      for (int c = 0; c < texts.size(); c++) {
        String text = row.getString(c);
        boolean none = text == null || missing.contains(text);
        profiles.get(texts.get(c)).add(none ? null : text, none ? NONE : DecimalParser.parse(text));
      }
    }
    return profiles;
  }

  private static List<Row> first(Supplier<Dataset<Row>> rows, List<String> texts) {
    try {
      Dataset<Row> all = rows.get();
      Column[] columns =
          texts.stream()
              .map(name -> functions.substring(functions.col(SqlFiles.quoted(name)), 1, MOST_TEXT))
              .toArray(Column[]::new);
      return all.select(columns).limit(MOST_ROWS).collectAsList();
    } catch (Exception unreadable) { // Scala throws checked exceptions that it does not declare
      return List.of(); // what is undeclared is told all the same
    }
  }

  private static int mostDifferent(int columns) {
    return Math.max(10, Math.min(200, MOST_TEXTS / Math.max(1, columns)));
  }

  /** The columns are read as categories, which takes any text. */
  private static Map<String, ColumnProfile> profiles(
      JavaSparkContext spark, InputSettings input, RowSource refused, List<String> suspects) {
    Map<String, List<String>> asTexts = new LinkedHashMap<>(input.columns().categories());
    suspects.forEach(name -> asTexts.put(name, List.of()));
    RowSource source =
        Formats.open(
                spark,
                input.with(input.columns().withCategories(asTexts)),
                Expectation.ofTraining())
            .dividedAs(refused);
    List<String> read = source.shape().categoryColumns().stream().map(InputColumn::name).toList();
    ColumnProfile[] found =
        source
            .readers()
            .mapPartitions(
                new Profile(
                    input.format(), input.text(), read.size(), mostDifferent(suspects.size())))
            .treeReduce(new Join());
    Map<String, ColumnProfile> profiles = new LinkedHashMap<>();
    suspects.forEach(name -> profiles.put(name, found[read.indexOf(name)]));
    return profiles;
  }

  /** Rows that lack the text of a column, as it is an array, have those of others. */
  private record Profile(String format, TextSettings settings, int columns, int mostDifferent)
      implements FlatMapFunction<Iterator<RowReader>, ColumnProfile[]> {

    @Override
    public Iterator<ColumnProfile[]> call(Iterator<RowReader> readers) {
      ColumnProfile[] profiles = new ColumnProfile[columns];
      Arrays.setAll(profiles, c -> new ColumnProfile(mostDifferent));
      boolean named = format.equals("json"); // a bad line of csv may have them elsewhere
      WrittenNumbers written = new WrittenNumbers(settings);
      while (readers.hasNext()) {
        RowReader reader = readers.next();
        while (reader.advance()) {
          boolean good = reader.fault() == null;
          for (int c = 0; c < columns && (good || named); c++) {
            String text = reader.row().categories()[c];
            if (good || text != null) {
              profiles[c].add(text, text == null ? NONE : written.parse(text));
            }
          }
        }
      }
      return List.<ColumnProfile[]>of(profiles).iterator();
    }
  }

  private static final class Join
      implements Function2<ColumnProfile[], ColumnProfile[], ColumnProfile[]> {

    private static final long serialVersionUID = 1;

    @Override
    public ColumnProfile[] call(ColumnProfile[] a, ColumnProfile[] b) {
      Arrays.setAll(a, c -> a[c].join(b[c]));
      return a;
    }
  }

  /** Says what a column that was taken for one of numbers is. */
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
    boolean few = !others.isEmpty() && others.size() <= MOST_MARKERS;
    if (few && others.stream().allMatch(ColumnDiagnosis::isMarker) && profile.numbers() > 0) {
      texts++;
      markers.addAll(others);
      marked.add(
          String.format(
              Locale.ROOT, "%s (%,d of %,d)", shown(name), profile.others(), profile.values()));
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
    boolean few = profile.hasFew(input.columns().mostCategories());
    if (few && profile.different().stream().allMatch(this::isTruth)) {
      truths.add(name);
    } else if (few && profile.different().size() > 1) {
      boolean namesAreWanted = areNamed(input.columns());
      (namesAreWanted && profile.isCut() ? unnamed : categories).add(name);
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
      lines.add(line(categoriesLine(columns), "a few names that come again and again"));
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
              "no features" + examples()));
    } else if (!ignored.isEmpty()) {
      lines.add("# leave %s out of input.features%s".formatted(list(ignored), examples()));
    }
    if (!markers.isEmpty()) {
      lines.add(
          line(
              "input.missing-texts = " + list(both(new TreeSet<>(columns.missingTexts()), markers)),
              "columns of numbers: " + some(marked)));
    }
    boolean incompleteAfter = !markers.isEmpty() || !incomplete.isEmpty();
    if (incompleteAfter && missing == MissingValues.Policy.REFUSE) {
      lines.add(line("preparation.missing = mean", "or a number" + incomplete()));
    }
    unread.forEach(
        name ->
            lines.add(
                "# column %s has neither numbers nor texts: input.ignore leaves it out; input.vectors { %s = … } takes arrays of so many numbers"
                    .formatted(shown(name), quoted(name))));
    faulty.forEach(name -> lines.add(faultyLine(name, profiles.get(name))));
    return lines;
  }

  private static String line(String setting, String comment) {
    return "%s   # %s".formatted(setting, comment);
  }

  /** Categories that are given with their names stay so: sections of HOCON are merged. */
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
            .filter(profile -> profile != null)
            .limit(MOST_MARKERS)
            .map(profile -> "'" + profile.example() + "'")
            .collect(Collectors.joining(", "));
    return examples.isEmpty() ? "" : ", such as " + examples;
  }

  private String incomplete() {
    return incomplete.isEmpty() ? "" : ", for the missing values of " + some(incomplete);
  }

  private static String faultyLine(String name, ColumnProfile profile) {
    String texts =
        profile.otherTexts().isEmpty()
            ? "'" + profile.example() + "', …"
            : profile.otherTexts().keySet().stream()
                .limit(MOST_MARKERS)
                .map(text -> "'" + text + "'")
                .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "# column %s: %,d of %,d values are no numbers: %s; correct them, or say input.bad-rows = quarantine",
        shown(name),
        profile.others(),
        profile.values(),
        texts);
  }

  private static List<String> both(Collection<String> before, Collection<String> more) {
    List<String> all = new ArrayList<>(before);
    more.stream().filter(name -> !all.contains(name)).forEach(all::add);
    return all;
  }

  private static String some(List<String> names) {
    return TableColumns.some(names);
  }

  private static String shown(String name) {
    return Excerpt.of(name);
  }

  /** All of them, as they are to be pasted. */
  private static String list(Collection<String> names) {
    return names.stream().map(ColumnDiagnosis::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  /** As HOCON takes a text: bare, or as JSON. */
  static String quoted(String text) {
    return text.matches("[A-Za-z_][A-Za-z0-9_]*")
            && !text.matches("true|false|null|on|off|yes|no|include")
        ? text
        : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
