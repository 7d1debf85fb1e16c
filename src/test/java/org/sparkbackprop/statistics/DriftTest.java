package org.sparkbackprop.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sparkbackprop.statistics.Drift.Kind;
import org.sparkbackprop.statistics.Drift.Severity;
import org.sparkbackprop.statistics.DriftLimits.Limit;
import org.sparkbackprop.statistics.StatisticsFixture.Rows;
import org.sparkbackprop.storage.Json;

class DriftTest {

  private static final DriftLimits LIMITS =
      new DriftLimits(
          new Limit(0.5, 0.1), new Limit(0.05, 0.5), new Limit(0.2, 1), new Limit(0.2, 1));

  /** Four columns: a bell, a skew one, whole numbers with gaps, truth values; some are missing. */
  private static Rows rows(long seed, int rows) {
    Random random = new Random(seed);
    double[][] numbers = new double[rows][];
    String[] colors = new String[rows];
    String[] labels = new String[rows];
    for (int i = 0; i < rows; i++) {
      double skew = Math.exp(random.nextGaussian());
      double whole = random.nextInt(10) == 0 ? Double.NaN : random.nextInt(5);
      numbers[i] = new double[] {random.nextGaussian(), skew, whole, random.nextInt(2)};
      colors[i] = List.of("blue", "green", "red").get(random.nextInt(3));
      labels[i] = List.of("a", "b", "c", "c").get(random.nextInt(4));
    }
    return new Rows(numbers, colors, labels);
  }

  private static Drift.Report between(Rows earlier, Rows now, DriftLimits limits) {
    TrainingStatistics before = StatisticsFixture.of(earlier);
    return Drift.between(before, StatisticsFixture.of(now, before), limits);
  }

  @Test
  void rowsOfTheSameDistributionHaveMovedInNoWayHoweverFew() {
    for (int seed = 0; seed < 100; seed++) {
      int rows = (int) Math.round(30 * Math.pow(100, seed / 99.0));
      Drift.Report report = between(rows(seed, rows), rows(1000 + seed, rows), LIMITS);
      assertThat(report.sentences()).as("seed %d, %d rows", seed, rows).isEmpty();
      assertThat(report.severity()).isEmpty();
    }
  }

  @Test
  void aMeanThatMovesByADeviationIsFoundAndIsWhatTheLimitsSay() {
    for (int seed = 0; seed < 20; seed++) {
      Rows now = rows(1000 + seed, 1000);
      for (double[] row : now.numbers()) {
        row[0] += 1;
      }
      Drift.Report report = between(rows(seed, 1000), now, LIMITS);
      assertThat(report.findings()).hasSize(1);
      Drift.Finding finding = report.findings().get(0);
      assertThat(finding.kind()).isEqualTo(Kind.FEATURE);
      assertThat(finding.name()).isEqualTo("x1");
      // of two normal distributions a deviation apart ∫ (p − q) ln(p / q) is 1; bins lose some
      assertThat(finding.measure()).isBetween(0.7, 1.3);
      assertThat(finding.now()).isGreaterThan(finding.earlier());
      assertThat(finding.sentence())
          .startsWith("feature x1: PSI ")
          .contains("(most moved: values above ");
      DriftLimits strict =
          new DriftLimits(Limit.never(), Limit.never(), Limit.never(), new Limit(0.2, 0.5));
      assertThat(between(rows(seed, 1000), now, strict).severity()).contains(Severity.STOP);
      DriftLimits lax =
          new DriftLimits(Limit.never(), Limit.never(), Limit.never(), new Limit(0.2, 2));
      assertThat(between(rows(seed, 1000), now, lax).severity()).contains(Severity.WARN);
      assertThat(between(rows(seed, 1000), now, DriftLimits.never()).severity()).isEmpty();
    }
  }

  @Test
  void aClassThatVanishesIsFoundAndNamed() {
    Rows now = rows(2, 500);
    for (int i = 0; i < now.labels().length; i++) {
      now.labels()[i] = now.labels()[i].equals("b") ? "a" : now.labels()[i];
    }
    Drift.Report report = between(rows(1, 500), now, LIMITS);
    assertThat(report.findings()).hasSize(1);
    assertThat(report.findings().get(0).kind()).isEqualTo(Kind.CLASSES);
    assertThat(report.findings().get(0).now()).isZero();
    assertThat(report.sentences().get(0)).contains("most moved: class b, earlier 2", "now 0.0 %");
    assertThat(report.changes()).hasSize(1);
    assertThat(report.changes().get(0)).startsWith("classes: vanished (with earlier rows): b (1");
    Drift.Report back = between(now, rows(1, 500), LIMITS);
    assertThat(back.changes().get(0)).startsWith("classes: new (with rows): b (1");
    assertThat(back.findings()).hasSize(1);
  }

  @Test
  void aColumnOfWhichHalfIsMissingIsFound() {
    Rows now = rows(2, 500);
    for (int i = 0; i < 250; i++) {
      now.numbers()[i][1] = Double.NaN;
    }
    Drift.Report report = between(rows(1, 500), now, LIMITS);
    assertThat(report.findings()).extracting(Drift.Finding::kind).containsExactly(Kind.MISSING);
    Drift.Finding finding = report.findings().get(0);
    assertThat(finding.name()).isEqualTo("x2");
    assertThat(finding.measure()).isEqualTo(0.5);
    assertThat(finding.severity()).isEqualTo(Severity.WARN);
    assertThat(finding.sentence())
        .isEqualTo(
            "column x2: 50.0 % of its values are missing, earlier 0.0 %: the difference is above 5.0 %");
    DriftLimits strict =
        new DriftLimits(Limit.never(), new Limit(0.05, 0.4), Limit.never(), Limit.never());
    assertThat(between(rows(1, 500), now, strict).severity()).contains(Severity.STOP);
    assertThat(between(now, rows(1, 500), strict).severity()).isEmpty();
  }

  @Test
  void aCategoryThatIsNewIsNamedAndFoundIfItIsFrequent() {
    Rows now = rows(2, 500);
    now.colors()[7] = "violet";
    Drift.Report rare = between(rows(1, 500), now, LIMITS);
    assertThat(rare.findings()).isEmpty();
    assertThat(rare.changes())
        .containsExactly("categories of column color: new (with rows): violet (1)");
    for (int i = 0; i < 100; i++) {
      now.colors()[i] = "violet";
    }
    Drift.Report frequent = between(rows(1, 500), now, LIMITS);
    assertThat(frequent.findings()).extracting(Drift.Finding::name).containsExactly("color");
    assertThat(frequent.sentences().get(0))
        .contains("(most moved: violet, earlier 0.0 %, now 20.0 %)");
  }

  @Test
  void categoriesThatTheChampionDoesNotKnowAreFoundAsSuch() {
    TrainingStatistics before = withUnknownColors(rows(1, 500), 0);
    Drift.Report report =
        Drift.between(before, counted(withUnknownColors(rows(2, 500), 100)), LIMITS);
    assertThat(report.findings()).extracting(Drift.Finding::kind).containsExactly(Kind.UNKNOWN);
    Drift.Finding finding = report.findings().get(0);
    assertThat(finding.name()).isEqualTo("color");
    assertThat(finding.earlier()).isZero();
    assertThat(finding.now()).isEqualTo(0.2);
    assertThat(finding.severity()).isEqualTo(Severity.WARN);
    assertThat(finding.sentence())
        .isEqualTo(
            "column color: 20.0 % of its values are unknown categories, earlier 0.0 %: the"
                + " difference is above 5.0 %");
    assertThat(Json.line(report.fields())).contains("\"kind\":\"unknown\"");
    Drift.Report most =
        Drift.between(before, counted(withUnknownColors(rows(2, 500), 300)), LIMITS);
    assertThat(most.severity()).contains(Severity.STOP);
    // as many as before, or as few as chance may have made, are no finding
    TrainingStatistics same = withUnknownColors(rows(3, 500), 100);
    assertThat(
            Drift.between(same, counted(withUnknownColors(rows(2, 500), 105)), LIMITS).findings())
        .isEmpty();
    TrainingStatistics few = withUnknownColors(rows(3, 30), 0);
    assertThat(Drift.between(few, counted(withUnknownColors(rows(4, 30), 3)), LIMITS).findings())
        .isEmpty();
  }

  private static TrainingStatistics.Counted counted(TrainingStatistics own) {
    return new TrainingStatistics.Counted(own, Map.of(), Map.of(), List.of(), List.of());
  }

  /** Statistics of rows, of which so many have a color that is none of the known ones. */
  private static TrainingStatistics withUnknownColors(Rows rows, int unknown) {
    Arrays.fill(rows.colors(), 0, unknown, "none");
    TrainingStatistics all = StatisticsFixture.of(rows);
    List<ColumnStatistics> columns = new ArrayList<>(all.columns());
    ColumnStatistics color = columns.remove(columns.size() - 1);
    Map<String, Long> known = new TreeMap<>(color.categories());
    known.remove("none");
    columns.add(new ColumnStatistics(color.name(), color.kind(), 1, 0, List.of(), known, unknown));
    return new TrainingStatistics(all.rows(), all.classes(), all.targets(), columns);
  }

  @Test
  void fewerRowsStopAndManyMoreWarn() {
    Drift.Report fewer = between(rows(1, 1000), rows(2, 400), LIMITS);
    assertThat(fewer.severity()).contains(Severity.WARN);
    assertThat(fewer.sentences())
        .containsExactly("there are 400 rows, earlier 1,000: the ratio 0.4 is below 0.5");
    Drift.Report few = between(rows(1, 1000), rows(2, 99), LIMITS);
    assertThat(few.severity()).contains(Severity.STOP);
    assertThat(few.sentences().get(0)).endsWith("the ratio 0.099 is below 0.1");
    assertThat(between(rows(1, 1000), rows(2, 2000), LIMITS).findings()).isEmpty();
    assertThat(between(rows(1, 1000), rows(2, 2001), LIMITS).sentences())
        .containsExactly("there are 2,001 rows, earlier 1,000: the ratio 2 is above 2");
    assertThat(between(rows(1, 1000), rows(2, 2001), DriftLimits.never()).findings()).isEmpty();
  }

  @Test
  void theWorstComesFirstAndManyFeaturesAreSummarised() {
    Random random = new Random(1);
    double[][] before = new double[800][47];
    double[][] after = new double[800][47];
    String[] names = new String[800];
    for (int i = 0; i < before.length; i++) {
      names[i] = "n" + i % 2;
      for (int j = 0; j < 47; j++) {
        before[i][j] = random.nextGaussian();
        after[i][j] = random.nextGaussian() + 1 + j / 20.0;
      }
    }
    DriftLimits limits =
        new DriftLimits(Limit.never(), Limit.never(), Limit.never(), new Limit(0.2, 2));
    Drift.Report report =
        between(new Rows(before, names, names), new Rows(after, names, names), limits);
    assertThat(report.findings()).hasSize(47);
    assertThat(report.findings())
        .isSortedAccordingTo((a, b) -> a.severity().compareTo(b.severity()));
    assertThat(report.severity()).contains(Severity.STOP);
    assertThat(report.sentences()).hasSize(11);
    assertThat(report.sentences().get(10)).isEqualTo("and 37 more features");
    assertThat(report.fields().get("findings")).asInstanceOf(LIST).hasSize(10);
    assertThat(report.fields())
        .containsEntry("more_features", 37)
        .containsEntry("severity", "stop");
    assertThat(report.fields().get("psi_by_feature")).asInstanceOf(MAP).hasSize(20);
    assertThat(report.featureIndices().values().iterator().next())
        .isCloseTo(report.findings().get(0).measure(), within(0.0));
    assertThat(Json.line(report.fields())).contains("\"kind\":\"feature\"");
  }

  @Test
  void limitsAreNotNegative() {
    assertThatThrownBy(() -> new Limit(-0.1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("warn = -0.1");
  }
}
