package org.sparkbackprop.statistics;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.error.Message;

/** Compares the statistics of new rows with earlier ones. */
final class DriftComparison {

  /** Standard errors that chance hardly exceeds. */
  private static final double DEVIATIONS = 4;

  private static final int MAX_NAMES = 10;
  private static final MathContext THREE_DIGITS = new MathContext(3);
  private static final double LARGE = 1e7;

  private final TrainingStatistics earlier;
  private final TrainingStatistics.Counted now;
  private final DriftLimits limits;
  private final List<Drift.Finding> findings = new ArrayList<>();
  private final List<String> changes = new ArrayList<>();
  private final Map<String, Double> indices = new LinkedHashMap<>();

  DriftComparison(TrainingStatistics earlier, TrainingStatistics.Counted now, DriftLimits limits) {
    this.earlier = earlier;
    this.now = now;
    this.limits = limits;
  }

  Drift.Report report() {
    compareRows();
    double classes = compareClasses();
    Map<String, Double> targets = compareTargets();
    compareFeatures();
    findings.sort(
        Comparator.comparing(Drift.Finding::severity)
            .thenComparing(Comparator.comparing(Drift.Finding::excess).reversed()));
    Map<String, Double> largestFirst = new LinkedHashMap<>();
    indices.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .forEach(entry -> largestFirst.put(entry.getKey(), entry.getValue()));
    return new Drift.Report(
        List.copyOf(findings),
        List.copyOf(changes),
        earlier.rows(),
        now.own().rows(),
        classes,
        targets,
        largestFirst);
  }

  private void compareRows() {
    double ratio = (double) now.own().rows() / earlier.rows();
    double max = 1 / limits.rows().warn();
    Optional<Drift.Severity> tooFew = limits.rows().below(ratio);
    tooFew.ifPresent(severity -> addRows(ratio, limits.rows().of(severity), severity, "below"));
    if (tooFew.isEmpty() && ratio > max) {
      addRows(ratio, max, Drift.Severity.WARN, "above");
    }
  }

  private void addRows(double ratio, double limit, Drift.Severity severity, String where) {
    long before = earlier.rows();
    long after = now.own().rows();
    String sentence =
        Message.of(
            "there are %,d rows, earlier %,d: the ratio %s is %s %s",
            after, before, text(ratio), where, text(limit));
    findings.add(
        new Drift.Finding(Drift.Kind.ROWS, "", before, after, ratio, limit, severity, sentence));
  }

  private double compareClasses() {
    Map<String, Long> before = earlier.classes();
    Map<String, Long> after = now.own().classes();
    nameChanges("classes", before, after);
    NamedCounts counts = NamedCounts.of(before, after);
    StabilityIndex index = StabilityIndex.of(counts.earlier(), counts.now());
    IntFunction<String> name = bin -> "class " + counts.names().get(bin);
    judge(Drift.Kind.CLASSES, "", limits.classes(), index, counts, name);
    return index.value();
  }

  private Map<String, Double> compareTargets() {
    nameTargets();
    Map<String, Double> ofTargets = new LinkedHashMap<>();
    for (Histogram before : earlier.targets()) {
      Histogram after = now.targetsInBinsOfEarlier().get(before.feature());
      if (after != null) {
        StabilityIndex index = StabilityIndex.of(before.counts(), after.counts());
        ofTargets.put(before.feature(), index.value());
        NamedCounts counts = new NamedCounts(List.of(), before.counts(), after.counts());
        IntFunction<String> name = bin -> values(before.edges(), bin);
        judge(Drift.Kind.TARGET, before.feature(), limits.classes(), index, counts, name);
      }
    }
    return ofTargets;
  }

  private void compareFeatures() {
    Map<String, ColumnStatistics> columns = new LinkedHashMap<>();
    now.own().columns().forEach(column -> columns.putIfAbsent(column.name(), column));
    for (ColumnStatistics before : earlier.columns()) {
      ColumnStatistics after = columns.get(before.name());
      if (after != null) {
        compareMissing(before, after);
      }
      if (after != null && before.isCategory() && after.isCategory()) {
        compareCategories(before, after);
      }
      if (after != null && isNotCompared(before) && !isNotCompared(after)) {
        changes.add(
            "column %s: not compared, as an earlier version of this program counted missing values too; the next run compares it"
                .formatted(before.name()));
      }
      for (Histogram histogram : before.histograms()) {
        Histogram again = now.inBinsOfEarlier().get(histogram.feature());
        if (again != null) {
          compare(histogram, again);
        }
      }
    }
    nameFeatures();
  }

  private static boolean isNotCompared(ColumnStatistics column) {
    return !column.isCategory() && column.missing() > 0 && column.histograms().isEmpty();
  }

  private void compareMissing(ColumnStatistics before, ColumnStatistics after) {
    compareShares(
        Drift.Kind.MISSING,
        before.name(),
        new Share(before.missing(), earlier.rows()),
        new Share(after.missing(), now.own().rows()),
        "are missing");
  }

  /**
   * A share of rows.
   *
   * @param value from 0 to 1
   */
  private record Share(double value, double rows) {

    static Share of(long part, long rows) {
      return new Share(rows == 0 ? 0 : (double) part / rows, rows);
    }
  }

  private void compareShares(
      Drift.Kind kind, String column, Share before, Share after, String what) {
    double difference = after.value() - before.value();
    double n = before.rows();
    double m = after.rows();
    double both = (n * before.value() + m * after.value()) / (n + m);
    double error = Math.sqrt(both * (1 - both) * (1 / n + 1 / m));
    Optional<Drift.Severity> severity = limits.missing().above(difference);
    if (severity.isPresent() && difference > DEVIATIONS * error) {
      double limit = limits.missing().of(severity.get());
      double was = before.value();
      double is = after.value();
      String sentence =
          Message.of(
              "column %s: %s of its values %s, earlier %s: the difference is above %s",
              column, percent(is), what, percent(was), percent(limit));
      findings.add(
          new Drift.Finding(kind, column, was, is, difference, limit, severity.get(), sentence));
    }
  }

  private void compareCategories(ColumnStatistics before, ColumnStatistics after) {
    nameChanges("categories of column " + before.name(), before.categories(), after.categories());
    NamedCounts counts = NamedCounts.of(before.categories(), after.categories());
    long known = NamedCounts.sum(counts.earlier());
    long knownNow = NamedCounts.sum(counts.now());
    compareShares(
        Drift.Kind.UNKNOWN,
        before.name(),
        Share.of(before.noCategory(), known + before.noCategory()),
        Share.of(after.noCategory(), knownNow + after.noCategory()),
        "are unknown categories");
    if (known == 0 || knownNow == 0) { // the share of missing or unknown values says so
      return;
    }
    StabilityIndex index = StabilityIndex.of(counts.earlier(), counts.now());
    indices.put(before.name(), index.value());
    judge(Drift.Kind.FEATURE, before.name(), limits.features(), index, counts, counts.names()::get);
  }

  private void compare(Histogram before, Histogram after) {
    if (before.known() == 0 || after.known() == 0) { // the share of missing values says so
      return;
    }
    StabilityIndex index = StabilityIndex.of(before.counts(), after.counts());
    indices.put(before.feature(), index.value());
    NamedCounts counts = new NamedCounts(List.of(), before.counts(), after.counts());
    IntFunction<String> name = bin -> values(before.edges(), bin);
    judge(Drift.Kind.FEATURE, before.feature(), limits.features(), index, counts, name);
  }

  private void judge(
      Drift.Kind kind,
      String name,
      DriftLimits.Limit limit,
      StabilityIndex index,
      NamedCounts counts,
      IntFunction<String> bin) {
    Optional<Drift.Severity> severity = limit.above(index.value());
    if (severity.isEmpty() || index.value() <= index.byChance()) {
      return;
    }
    double before = NamedCounts.share(counts.earlier(), index.mostMoved());
    double after = NamedCounts.share(counts.now(), index.mostMoved());
    double beyond = limit.of(severity.get());
    double psi = index.value();
    String sentence =
        Message.of(
            "%s: PSI %s is above %s (most moved: %s, earlier %s, now %s)",
            switch (kind) {
              case CLASSES -> "classes";
              case TARGET -> "target " + name;
              default -> "feature " + name;
            },
            text(psi),
            text(beyond),
            bin.apply(index.mostMoved()),
            percent(before),
            percent(after));
    findings.add(
        new Drift.Finding(kind, name, before, after, psi, beyond, severity.get(), sentence));
  }

  /** A name without rows counts as absent. */
  private void nameChanges(String what, Map<String, Long> before, Map<String, Long> after) {
    List<String> added = rowsOfAlone(after, before);
    if (!added.isEmpty()) {
      changes.add("%s: new (with rows): %s".formatted(what, Excerpt.first(MAX_NAMES, added)));
    }
    List<String> vanished = rowsOfAlone(before, after);
    if (!vanished.isEmpty()) {
      changes.add(
          "%s: vanished (with earlier rows): %s"
              .formatted(what, Excerpt.first(MAX_NAMES, vanished)));
    }
  }

  private static List<String> rowsOfAlone(Map<String, Long> counts, Map<String, Long> others) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() > 0 && others.getOrDefault(entry.getKey(), 0L) == 0)
        .map(entry -> Message.of("%s (%,d)", entry.getKey(), entry.getValue()))
        .toList();
  }

  /** Labels come and go. */
  private void nameTargets() {
    List<String> before = earlier.targets().stream().map(Histogram::feature).toList();
    List<String> after = now.own().targets().stream().map(Histogram::feature).toList();
    addNames("targets: new: ", after, before);
    addNames("targets: vanished: ", before, after);
  }

  private void addNames(String sentence, List<String> names, List<String> others) {
    Set<String> known = Set.copyOf(others);
    List<String> alone = names.stream().filter(name -> !known.contains(name)).toList();
    if (!alone.isEmpty()) {
      changes.add(sentence + Excerpt.first(MAX_NAMES, alone));
    }
  }

  private void nameFeatures() {
    if (!now.inOwnAlone().isEmpty()) {
      changes.add("new features: " + Excerpt.first(MAX_NAMES, now.inOwnAlone()));
    }
    if (!now.inEarlierAlone().isEmpty()) {
      changes.add("vanished features: " + Excerpt.first(MAX_NAMES, now.inEarlierAlone()));
    }
  }

  private static String values(List<Double> edges, int bin) {
    if (edges.isEmpty()) {
      return "all values";
    }
    if (bin == 0) {
      return "values up to " + text(edges.get(0));
    }
    String above = "values above " + text(edges.get(bin - 1));
    return bin == edges.size() ? above : above + " up to " + text(edges.get(bin));
  }

  private static String text(double number) {
    BigDecimal rounded = new BigDecimal(number).round(THREE_DIGITS).stripTrailingZeros();
    boolean readable = number == 0 || (Math.abs(number) < LARGE && Math.abs(number) > 1 / LARGE);
    return readable ? rounded.toPlainString() : rounded.toString();
  }

  private static String percent(double share) {
    return Message.of("%.1f %%", 100 * share);
  }

  /** Counts of both, and the names that either has. */
  private record NamedCounts(List<String> names, List<Long> earlier, List<Long> now) {

    static NamedCounts of(Map<String, Long> earlier, Map<String, Long> now) {
      Set<String> names = new LinkedHashSet<>(earlier.keySet());
      names.addAll(now.keySet());
      return new NamedCounts(
          List.copyOf(names),
          names.stream().map(name -> earlier.getOrDefault(name, 0L)).toList(),
          names.stream().map(name -> now.getOrDefault(name, 0L)).toList());
    }

    static double share(List<Long> counts, int at) {
      return (double) counts.get(at) / sum(counts);
    }

    static long sum(List<Long> counts) {
      return counts.stream().mapToLong(Long::longValue).sum();
    }
  }
}
