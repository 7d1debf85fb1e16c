package org.sparkbackprop;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The walls between the rooms, as the architecture page draws them. */
class ArchitectureTest {

  private static final String ROOT = "org.sparkbackprop.";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.sparkbackprop");

  /**
   * Which rooms each room may use, beside {@code error}, which everybody may, and its own inside. A
   * name with two dots stands for its subpackages too.
   */
  private static final Map<String, Set<String>> MAY_USE =
      """
      cli                : config train retrain plan score registry run data data.rows \
                          settings training.. metrics model network.. optim cluster storage
      cli.terminal       : train retrain plan score data data.rows run statistics settings.. \
                          metrics.. model network.. training.loop optim linalg linalg.blas
      config             : settings.. retrain registry statistics data.source model training.. \
                          network.. optim linalg.. storage
      retrain            : train plan score statistics registry run data data.rows data.holdout \
                          settings.. training.loop metrics model network.. cluster storage
      train              : plan spark data data.rows run report settings.. training.. metrics.. \
                          model network.. optim linalg.. cluster storage
      score              : spark data data.rows settings metrics.. training.loop model network.. \
                          linalg.. cluster storage
      plan               : spark data data.rows settings.. model training.. network.. optim linalg.. cluster
      statistics         : data data.rows model network.. linalg.. cluster
      registry           : model storage
      report             : metrics.. training.loop model storage
      run                : settings.. training.loop model network.. optim storage
      spark.ranking      : metrics.ranking metrics.sums linalg.math
      spark              : training.. network.. metrics.. model settings optim linalg.. cluster
      data               : settings.targets settings model network.. linalg.. cluster storage
      data.pack          : data.scan data.holdout data.rows settings model network.. linalg..
      data.scan          : data.holdout data.rows data.values settings model linalg.math
      data.source        : data.columns data.files data.rows data.values settings model \
                          linalg.math cluster storage
      data.source.jdbc   : data.source.sql data.columns data.rows data.values settings cluster \
                          storage
      data.source.sql    : settings.targets data.columns data.files data.rows data.values settings model \
                          linalg.. cluster storage
      data.source.libsvm : data.source.text data.rows data.values settings model cluster
      data.source.json   : settings.targets data.source.text data.columns data.files data.rows data.values \
                          settings model cluster
      data.source.csv    : settings.targets data.source.text data.columns data.files data.rows data.values \
                          settings model
      data.source.text   : data.files data.rows data.values settings
      data.holdout       : data.rows data.files data.values settings linalg.math
      data.columns       : settings.targets data.rows data.values settings model
      data.rows          : settings.targets data.values settings model linalg.math
      data.files         : storage
      data.values        : settings
      settings.recipe    :
      settings.targets   : model network.loss
      settings           : training.loop model network.. optim linalg..
      metrics            : training.loop model network.. linalg..
      metrics.classification : metrics.sums linalg linalg.math
      metrics.regression : metrics.sums linalg
      metrics.resampling : metrics.ranking metrics.sums
      metrics.ranking    : metrics.sums linalg.math
      metrics.importance : model network network.loss linalg linalg.math
      metrics.sums       : linalg.math
      training.localsgd  : training.loop network.. optim linalg..
      training.minibatch : training.localsgd training.loop network.. optim linalg..
      training.loop      : network.. optim linalg..
      model              : network.. linalg.. storage
      network            : linalg..
      network.loss       : linalg..
      network.activation : linalg..
      linalg             : linalg..
      linalg.blas        : linalg.math
      linalg.math        :
      optim              :
      cluster            :
      storage            :
      """
          .lines()
          .map(line -> line.split(":", 2))
          .collect(toMap(line -> line[0].strip(), line -> Set.of(line[1].strip().split(" +"))));

  private static String room(JavaClass type) {
    String name = type.getBaseComponentType().getPackageName();
    return name.startsWith(ROOT) ? name.substring(ROOT.length()) : "";
  }

  private static boolean mayUse(String room, String other) {
    return other.equals("error")
        || other.startsWith(room + ".")
        || MAY_USE.getOrDefault(room, Set.of()).stream()
            .anyMatch(
                allowed ->
                    allowed.endsWith("..")
                        ? (other + ".").startsWith(allowed.substring(0, allowed.length() - 1))
                        : allowed.equals(other));
  }

  @Test
  void eachRoomUsesOnlyTheRoomsItMay() {
    TreeSet<String> forbidden = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        String from = room(type);
        String to = room(dependency.getTargetClass());
        if (!to.isEmpty() && !from.equals(to) && !mayUse(from, to)) {
          forbidden.add(from + " uses " + to + ": " + dependency.getDescription());
        }
      }
    }
    assertThat(forbidden).isEmpty();
  }

  @Test
  void everyRoomIsInTheTable() {
    TreeSet<String> rooms = new TreeSet<>();
    CLASSES.forEach(type -> rooms.add(room(type)));
    rooms.remove("error"); // uses nothing
    assertThat(rooms).containsExactlyInAnyOrderElementsOf(MAY_USE.keySet());
  }

  @Test
  void noRoomHasMoreThanThirtyFiles() {
    Map<String, Long> files =
        CLASSES.stream()
            .filter(type -> type.isTopLevelClass())
            .collect(groupingBy(ArchitectureTest::room, counting()));
    assertThat(files).allSatisfy((room, count) -> assertThat(count).as(room).isLessThan(31));
  }

  @Test
  void thereAreNoCircles() {
    slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void sparkAppearsWhereDataMeetTheClusterAlone() {
    onlyIn(
        Set.of("org.apache.spark..", "scala.."),
        "data..",
        "spark..",
        "cluster..",
        "statistics..",
        "plan..",
        "train..",
        "retrain..",
        "score..",
        "cli..");
  }

  @Test
  void hadoopsFileSystemAppearsWhereFilesAreReadAlone() {
    onlyIn(Set.of("org.apache.hadoop.fs.."), "storage..", "data.files..", "data.source..");
  }

  @Test
  void hoconEndsInConfig() {
    onlyIn(Set.of("com.typesafe.."), "config..");
  }

  @Test
  void theCommandLineAlonePrintsAndParses() {
    onlyIn(Set.of("picocli.."), "cli..");
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "cli..")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(PrintWriter.class)
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .check(CLASSES);
  }

  @Test
  void sparkSqlEndsInItsSources() {
    onlyIn(Set.of("org.apache.spark.sql.."), "data.source.sql..", "data.source.jdbc..");
  }

  /** JvmOptions knows those of Java. */
  @Test
  void noMessageBelowTheDoorsNamesAnOptionOfTheCommandLine() throws IOException {
    Pattern option = Pattern.compile("\"[^\"\n]*--[a-z][^\"\n]*\"");
    try (Stream<Path> files = Files.walk(Path.of("src/main/java/org/sparkbackprop"))) {
      for (Path file : files.filter(name -> name.toString().endsWith(".java")).toList()) {
        if (!file.toString().contains("/cli/") && !file.endsWith("JvmOptions.java")) {
          assertThat(Files.readString(file)).as(file.toString()).doesNotContainPattern(option);
        }
      }
    }
  }

  private static void onlyIn(Set<String> foreign, String... rooms) {
    String[] inside = Set.of(rooms).stream().map(ROOT::concat).toArray(String[]::new);
    noClasses()
        .that()
        .resideOutsideOfPackages(inside)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(foreign.toArray(String[]::new))
        .check(CLASSES);
  }

  @Test
  void aModelIsScoredWithNothingElseOnTheClassPath() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + "network..", ROOT + "model..", ROOT + "error..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache..", "scala..", "dev.ludovic..")
        .check(CLASSES);
  }

  /** Formats that have numbers in them are seen by the compiler: DefaultLocale in pom.xml. */
  @Test
  void nothingDependsOnTheLocaleOfTheJvm() {
    noClasses()
        .should()
        .callMethod(String.class, "format", String.class, Object[].class)
        .orShould()
        .callMethod(String.class, "toLowerCase")
        .orShould()
        .callMethod(String.class, "toUpperCase")
        .orShould()
        .callMethod(Locale.class, "getDefault")
        .check(CLASSES);
  }
}
