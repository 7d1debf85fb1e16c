package org.sparkbackprop;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The walls between the rooms, as the architecture page draws them. */
class ArchitectureTest {

  private static final String ROOT = "org.sparkbackprop.";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.sparkbackprop");

  @Test
  void eachRoomCallsOnlyTheRoomsItMay() {
    Architectures.layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("linalg")
        .definedBy(ROOT + "linalg..")
        .layer("network")
        .definedBy(ROOT + "network..")
        .layer("optim")
        .definedBy(ROOT + "optim..")
        .layer("model")
        .definedBy(ROOT + "model..")
        .layer("storage")
        .definedBy(ROOT + "storage..")
        .layer("training")
        .definedBy(ROOT + "training..")
        .layer("data")
        .definedBy(ROOT + "data..")
        .layer("spark")
        .definedBy(ROOT + "spark..")
        .optionalLayer("retrain")
        .definedBy(ROOT + "retrain..")
        .layer("report")
        .definedBy(ROOT + "report..")
        .layer("cli")
        .definedBy(ROOT + "cli..")
        .whereLayer("linalg")
        .mayNotAccessAnyLayer()
        .whereLayer("network")
        .mayOnlyAccessLayers("linalg")
        .whereLayer("optim")
        .mayNotAccessAnyLayer()
        .whereLayer("storage")
        .mayNotAccessAnyLayer()
        .whereLayer("model")
        .mayOnlyAccessLayers("network", "linalg", "storage")
        .whereLayer("training")
        .mayOnlyAccessLayers("network", "optim", "model", "linalg", "storage")
        .whereLayer("data")
        .mayOnlyAccessLayers("model", "network", "linalg", "storage")
        .whereLayer("spark")
        .mayOnlyAccessLayers("data", "training", "model", "network", "optim", "linalg")
        .whereLayer("retrain")
        .mayOnlyAccessLayers("spark", "data", "training", "model", "storage")
        .whereLayer("report")
        .mayOnlyAccessLayers("training", "model", "storage")
        .check(CLASSES);
  }

  @Test
  void sparkAppearsWhereDataMeetTheClusterAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "data..", ROOT + "spark..", ROOT + "cli..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.spark..", "scala..")
        .check(CLASSES);
  }

  @Test
  void hadoopsFileSystemAppearsInStorageAndDataAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "storage..", ROOT + "data..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.hadoop.fs..")
        .check(CLASSES);
  }

  @Test
  void aModelIsScoredWithNothingElseOnTheClassPath() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + "network..", ROOT + "model..")
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

  @Test
  void thereAreNoCircles() {
    slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
