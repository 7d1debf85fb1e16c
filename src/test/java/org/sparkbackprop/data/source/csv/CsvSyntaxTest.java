package org.sparkbackprop.data.source.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sparkbackprop.settings.CsvSyntax.NONE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkbackprop.data.Inputs;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RowBuffer;
import org.sparkbackprop.data.source.text.TextSplit;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.CsvSyntax;
import org.sparkbackprop.settings.CsvSyntax.Between;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.TextSettings;
import org.sparkbackprop.settings.TextSettings.Header;

/** Delimited text as programs and people write it. */
class CsvSyntaxTest {

  private static final Configuration CONFIGURATION = new Configuration();
  private static final Set<String> TRUE = Set.of("true", "1");
  private static final Set<String> FALSE = Set.of("false", "0");

  @TempDir private Path directory;

  private static ColumnSettings columns(List<String> features, String... ignored) {
    return new ColumnSettings(
        "y",
        Optional.empty(),
        features,
        List.of(ignored),
        List.of(),
        Map.of(),
        100,
        Map.of(),
        Set.of(""),
        List.of());
  }

  private static ColumnSettings columns(String... ignored) {
    return columns(List.of(), ignored);
  }

  private static TextSettings text(char delimiter, CsvSyntax syntax) {
    return new TextSettings(Header.PRESENT, delimiter, "UTF-8").with(syntax);
  }

  private static TextSettings text(char decimal, String thousands) {
    return text(
        ';',
        new CsvSyntax(Between.ONE_DELIMITER, decimal, thousands, NONE, NONE, NONE, TRUE, FALSE));
  }

  private static TextSettings text(char comment, char escape) {
    return text(
        ',', new CsvSyntax(Between.ONE_DELIMITER, '.', "", comment, escape, NONE, TRUE, FALSE));
  }

  private CsvHeader header(ColumnSettings columns, TextSettings text, String content)
      throws IOException {
    Path path = Files.writeString(directory.resolve("rows.csv"), content);
    InputSettings input = Inputs.withColumns(Inputs.withText(Inputs.csv(path), text), columns);
    return CsvHeader.of(
        path.toString(),
        List.of(path.toString()),
        input,
        RequiredColumns.ofTraining(),
        CONFIGURATION);
  }

  /** Each row's number of line with its numbers, categories and label, or its fault. */
  private List<String> rows(ColumnSettings columns, TextSettings text, String content)
      throws IOException {
    TextSplit all =
        new TextSplit(directory.resolve("rows.csv").toString(), 0, Long.MAX_VALUE, List.of());
    CsvRowReader reader =
        new CsvRowReader(header(columns, text, content).columns(), all, CONFIGURATION);
    List<String> rows = new ArrayList<>();
    while (reader.advance()) {
      RowBuffer row = reader.row();
      String categories = row.categories().length == 0 ? "" : Arrays.toString(row.categories());
      rows.add(
          reader.position()
              + ": "
              + (reader.fault() == null
                  ? Arrays.toString(row.numbers()) + categories + row.label()
                  : reader.fault()));
    }
    return rows;
  }

  private List<String> rows(TextSettings text, String content) throws IOException {
    return rows(columns(), text, content);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        ",|.|1.234,5|1234.5",
        ",|.|-1.234.567,25|-1234567.25",
        ",|.|1234,5|1234.5",
        ",|.|0,001|0.001",
        ",|.|1,5e3|1500.0",
        ",|.|12.34|NaN",
        ",|.|1.5|NaN",
        ",|.|1234.567|NaN",
        ",|.|.123|NaN",
        ",|.|1.234.|NaN",
        ",|.|1,234.5|NaN",
        ",|.|1,2,3|NaN",
        ",||1,5|1.5",
        ",||1.5|NaN",
        ",|\u202f|1\u202f234,5|1234.5",
        ".|'|1'234.5|1234.5",
        ".|` `|12 345 678|1.2345678E7",
        ".|,|1,234.5|1234.5",
        ".|,|1,23|NaN",
        ".|,|0,500|NaN",
        ",|.|-0.500|NaN"
      })
  void numbersAreReadAsDeclaredOrNotAtAll(
      String decimal, String thousands, String written, double number) throws IOException {
    List<String> rows =
        rows(
            text(decimal.charAt(0), thousands == null ? "" : thousands),
            "x;y\n" + written + ";p\n");
    if (Double.isNaN(number)) {
      assertThat(rows.get(0)).startsWith("2: column x: '" + written + "' is not a finite number");
    } else {
      assertThat(rows).containsExactly("2: [" + number + "]p");
    }
  }

  @Test
  void numbersThatAreWrittenOtherwiseSayWhichKeyReadsThem() throws IOException {
    assertThat(rows(text('.', ""), "x;y\n1,5;p\n").get(0)).contains("set input.decimal = \",\"");
    assertThat(rows(text(',', ""), "x;y\n1.234,5;p\n").get(0)).contains("input.thousands");
    assertThat(rows(text('.', ""), "x;y\nNA;p\n").get(0)).contains("input.missing-texts");
  }

  @Test
  void aRowGoesOnWhileAQuoteIsOpen() throws IOException {
    String content =
        "\"no\nte\",x,y\r\n\"see\r\n\r\n9,9,q\r\nend\",1,p\r\n\r\n\"x, \"\"y\"\"\",2,\"q\n\nr\"\n\"a\nb\",oops,p\n,4,p";
    assertThat(rows(columns("no\nte"), TextSettings.csv(), content))
        .containsExactly(
            "3: [1.0]p",
            "8: [2.0]q\n\nr",
            "11: column x: 'oops' is not a finite number",
            "13: [4.0]p");
  }

  @Test
  void rowsEndNowhereWhereQuotesAreWrong() {
    for (String rows :
        List.of("\"a,1,p\nb,2,q\n", "\"a,1,p\n\"b\",2,q\n", "\"a\"b\",1,p\nb,2,q\n", "a,1,\"p")) {
      assertThatThrownBy(() -> rows(columns("note"), TextSettings.csv(), "note,x,y\n" + rows))
          .as(rows)
          .isInstanceOf(DataException.class)
          .hasMessageContaining("the start of the next one is unknown");
    }
  }

  @Test
  void quotesBehindTheEscapeArePartOfTheText() throws IOException {
    String content =
        "note,x,y\n\"say \\\"hi\\\", then go\",1,p\n\"C:\\\\\",2,\"q\\r\"\n\"\\\"\n\",3,\\N\n";
    ColumnSettings notes =
        new ColumnSettings(
            "y",
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            Map.of("note", List.of()),
            100,
            Map.of(),
            Set.of(""),
            List.of());
    assertThat(rows(notes, text(NONE, '\\'), content))
        .containsExactly(
            "2: [1.0][say \"hi\", then go]p", "3: [2.0][C:\\]q\\r", "4: [3.0][\"\n]\\N");
    assertThat(
            rows(notes, TextSettings.csv(), "note,x,y\n\"say \\\"hi\\\", then go\",1,p\n").get(0))
        .contains("set input.escape = \"\\\\\"");
  }

  @Test
  void commentsAreNoRowsWhereTheyAreDeclared() throws IOException {
    assertThat(
            rows(
                text('#', NONE), "\ufeff# made\n\n #\nx,y\n# 1,p\n1,p\n  # more\n\"2\",\"#\n#\"\n"))
        .containsExactly("6: [1.0]p", "8: [2.0]#\n#");
    assertThatThrownBy(() -> rows(TextSettings.csv(), "# made\nx,y\n1,p\n"))
        .hasMessageContaining("set input.comment = \"#\"");
  }

  @Test
  void anyNumberOfBlanksIsOneDelimiter() throws IOException {
    CsvSyntax blanks = new CsvSyntax(Between.BLANKS, '.', "", NONE, NONE, NONE, TRUE, FALSE);
    assertThat(
            rows(
                text('\t', blanks),
                "  a b\t y\n 1   2 p\n\t\n3\t\t4 \"q  r\"  \n5 6\n\"7\" 8 \"s\n t\"\n"))
        .containsExactly(
            "2: [1.0, 2.0]p",
            "4: [3.0, 4.0]q  r",
            "5: it has 2 fields instead of 3",
            "6: [7.0, 8.0]s\n t");
  }

  @Test
  void textsOfTruthAreThoseDeclaredInEitherCase() throws IOException {
    ColumnSettings truths =
        new ColumnSettings(
            "y",
            Optional.empty(),
            List.of(),
            List.of(),
            List.of("x"),
            Map.of(),
            100,
            Map.of(),
            Set.of(""),
            List.of());
    CsvSyntax words =
        new CsvSyntax(
            Between.ONE_DELIMITER,
            '.',
            "",
            NONE,
            NONE,
            NONE,
            Set.of("yes", "T", "on"),
            Set.of("no", "F", "off"));
    assertThat(rows(truths, text(',', words), "x,y\nYes,p\nNO,p\nt,p\nf,p\non,p\n1,p\n"))
        .containsExactly(
            "2: [1.0]p",
            "3: [0.0]p",
            "4: [1.0]p",
            "5: [0.0]p",
            "6: [1.0]p",
            "7: column x: '1' is neither true nor false; see input.true-texts and"
                + " input.false-texts");
  }

  @Test
  void delimitersAtTheEndMakeNoColumn() throws IOException {
    TextSettings csv = TextSettings.csv();
    assertThat(rows(csv, "a,b,y,\n1,2,p,\n1,2,q\n3,4,p,5\n1,2\n"))
        .containsExactly(
            "2: [1.0, 2.0]p",
            "3: [1.0, 2.0]q",
            "4: column 4 has no name in the header, but '5' here; name it in the header, or put unnamed-4 into"
                + " input.features or input.ignore",
            "5: it has 2 fields instead of 3");
    assertThat(rows(csv, "a,,y,,\n1,2,p,,\n")).containsExactly("2: [1.0, 2.0]p");
    assertThat(rows(columns("unnamed-4"), csv, "a,b,y,\n1,2,p,x\n"))
        .containsExactly("2: [1.0, 2.0]p");
    assertThat(rows(columns(List.of("unnamed-4")), csv, "a,b,y,\n1,2,p,5\n"))
        .containsExactly("2: [5.0]p");
  }

  @Test
  void columnsWithoutANameOfTheirOwnAreCalledByTheirPosition() throws IOException {
    TextSettings csv = TextSettings.csv();
    CsvHeader header = header(columns(), csv, ",a,a-4,a,y\n0,1,2,3,p\n");
    assertThat(header.columns().names()).containsExactly("unnamed-1", "a-2", "a-4", "a-4_", "y");
    assertThat(header.notes()).hasSize(1);
    assertThat(header.notes().get(0)).endsWith("called [unnamed-1, a-2, a-4_]");
    assertThat(rows(columns(List.of("a-4_", "unnamed-1")), csv, ",a,a-4,a,y\n0,1,2,3,p\n"))
        .containsExactly("2: [3.0, 0.0]p");
    assertThat(rows(columns("a"), csv, ",a,b,a,y\n0,1,2,3,p\n")).containsExactly("2: [0.0, 2.0]p");
    assertThatThrownBy(() -> header(columns(List.of("a")), csv, "a,b,a,y\n1,2,3,p\n"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "several columns named a; by their positions they are called [a-1, a-3]");
    // as it was before there were such names
    assertThat(rows(columns(""), csv, ",a,y\n0,1,p\n")).containsExactly("2: [1.0]p");
  }
}
