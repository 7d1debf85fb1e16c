package org.sparkbackprop.data.source.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.data.DirectReading;
import org.sparkbackprop.data.Inputs;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.InputSettings;

class ArffSourceTest {

  private static final String HEADER =
      """
      % from a catalogue
      @RELATION flowers

      @ATTRIBUTE length NUMERIC
      @attribute 'petal width' real   % in cm
      @Attribute colour {red, 'dark blue', "it's"}
      @ATTRIBUTE seen date "yyyy-MM-dd"
      @attribute class {setosa,'iris v.'}

      @DATA
      """;

  private static JavaSparkContext spark;

  @TempDir private Path directory;

  @BeforeAll
  static void startSpark() {
    spark = LocalSpark.start("local[2]");
  }

  @AfterAll
  static void stopSpark() {
    spark.close();
  }

  private InputSettings arff(String content, String... ignored) throws IOException {
    Path path = Files.writeString(directory.resolve("rows.arff"), content);
    return Inputs.withColumns(
        Inputs.table("arff", path), ColumnSettings.numbers("label").ignoring(List.of(ignored)));
  }

  @Test
  void attributesAreColumnsOfTheirTypesAndTheLastIsTheLabel() throws IOException {
    String rows =
        """
        5.1,3.5,red,2020-01-01,setosa
        % note

        4,1e0,'dark blue',?,'iris v.'
        6,2,"it's","2020-01-01",setosa
         7 , 1 ,'it\\'s', x,setosa
        """;
    PreparedData data = Inputs.load(spark, arff(HEADER + rows, "seen"), 2);
    assertThat(data.preparation().featureNames())
        .containsExactly("length", "petal width", "colour=red", "colour=dark blue", "colour=it's");
    assertThat(Inputs.rows(data))
        .extracting(DirectReading::text)
        .containsExactly(
            "[5.1, 3.5, 1.0, 0.0, 0.0]setosa",
            "[4.0, 1.0, 0.0, 1.0, 0.0]iris v.",
            "[6.0, 2.0, 0.0, 0.0, 1.0]setosa",
            "[7.0, 1.0, 0.0, 0.0, 1.0]setosa");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "5,?,red,x,setosa  | line 11: column petal width: the value is missing",
        "5,1,green,x,setosa | line 11: column colour: 'green' is not one of its categories",
        "5,1,red,x,rosa    | line 11: the label 'rosa' is not among the values in the header: [iris v., setosa]",
        "5,1,red,x,?       | line 11: the label is missing",
        "{0 5, 4 setosa}   | line 11: sparse ARFF is not supported",
        "5,1,red,x         | line 11: it has 4 fields instead of 5",
      })
  void aRowThatIsNoneSaysWhy(String row, String fault) throws IOException {
    assertThatThrownBy(() -> Inputs.inspect(spark, arff(HEADER + row + "\n", "seen")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("rows.arff, " + fault);
  }

  @Test
  void aHeaderThatIsNoneSaysWhy() throws IOException {
    assertThatThrownBy(() -> Inputs.inspect(spark, arff(HEADER + "1,2,red,x,setosa\n")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the attribute seen has type date, which a feature cannot have")
        .hasMessageContaining("input.ignore");
    assertThatThrownBy(() -> Inputs.inspect(spark, arff("a,b\n1,2\n")))
        .hasMessageContaining("rows.arff, line 1: 'a,b' is not @relation, @attribute or @data");
    assertThatThrownBy(() -> Inputs.inspect(spark, arff("@attribute a numeric\n")))
        .hasMessageContaining("the line @data before the rows is missing");
    arff("@attribute a numeric\n@attribute y {p,q}\n@data\n1,p\n2,q\n");
    Files.writeString(
        directory.resolve("two.arff"), "@attribute b numeric\n@attribute y {p,q}\n@data\n1,p\n");
    assertThatThrownBy(() -> Inputs.inspect(spark, Inputs.table("arff", directory)))
        .hasMessageContaining("two.arff declare different attributes");
  }
}
