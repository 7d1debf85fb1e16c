package org.sparkbackprop.data.source.csv;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkbackprop.data.Inputs;
import org.sparkbackprop.data.rows.ClassNames;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.rows.RowValidator;
import org.sparkbackprop.data.source.text.LineRowReader;
import org.sparkbackprop.data.source.text.TextSplit;
import org.sparkbackprop.data.values.MissingTexts;
import org.sparkbackprop.data.values.TextDecoder;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.PreparationSettings;
import org.sparkbackprop.settings.TextSettings;
import org.sparkbackprop.settings.TextSettings.Header;

class CsvRowReaderTest {

  private static final Configuration CONFIGURATION = new Configuration();
  private static final TextSettings TABS = new TextSettings(Header.PRESENT, '\t', "UTF-8");

  @TempDir private Path directory;

  private CsvRowReader reader(TextSettings text, int most, byte[] content) throws IOException {
    Path path = Files.write(directory.resolve("rows.csv"), content);
    InputSettings input = Inputs.withText(Inputs.csv(path), text);
    CsvColumns columns =
        CsvHeader.of(
                path.toString(),
                List.of(path.toString()),
                input,
                RequiredColumns.ofTraining(),
                CONFIGURATION)
            .columns();
    TextSplit all = new TextSplit(path.toString(), 0, Long.MAX_VALUE, List.of());
    return new CsvRowReader(columns, all, CONFIGURATION, most);
  }

  /** Each row's number of line with its numbers and label, or its fault. */
  private static List<String> rows(CsvRowReader reader) {
    List<String> rows = new ArrayList<>();
    while (reader.advance()) {
      rows.add(
          "%s: %s"
              .formatted(
                  reader.position(),
                  reader.fault() == null
                      ? Arrays.toString(reader.row().numbers()) + reader.row().label()
                      : reader.fault()));
    }
    return rows;
  }

  private List<String> rows(TextSettings text, String content) throws IOException {
    return rows(reader(text, LineRowReader.MAX_BYTES, content.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void linesEndAsTheyDoAnywhereAndTheLastNeedNot() throws IOException {
    List<String> rows = List.of("2: [1.0, 2.0]a", "4: [3.0, 4.0]b");
    assertThat(rows(TextSettings.csv(), "x,y,label\n1,2,a\n\n3,4,b\n")).isEqualTo(rows);
    assertThat(rows(TextSettings.csv(), "x,y,label\r\n1,2,a\r\n\r\n3,4,b\r\n")).isEqualTo(rows);
    assertThat(rows(TextSettings.csv(), "x,y,label\n1,2,a\r\n \t \n3,4,b")).isEqualTo(rows);
    assertThat(rows(TextSettings.csv(), "\ufeffx,y,label\n1,2,a\n\n3,4,b\r")).isEqualTo(rows);
  }

  @Test
  void fieldsAreTheSameWithQuotesAndWithout() throws IOException {
    for (String quoted :
        List.of(
            "\"1\",\"2\",\"a\"",
            "1,\"2\",a",
            " \"1\"\t, 2\t,\t\"a\" ",
            "\t1 ,2,\"a\"",
            "1,2,  a\t")) {
      assertThat(rows(TextSettings.csv(), "x,y,label\n" + quoted))
          .as(quoted)
          .containsExactly("2: [1.0, 2.0]a");
    }
    assertThat(rows(TextSettings.csv(), "x,y,label\n1,2,\" say \"\"a,b\"\" \""))
        .containsExactly("2: [1.0, 2.0] say \"a,b\" ");
    assertThat(rows(TextSettings.csv(), "x,y,label\n1,2,5\"6"))
        .containsExactly("2: [1.0, 2.0]5\"6");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1,2          | it has 2 fields instead of 3",
        "1,2,a,       | it has 4 fields instead of 3, and the last one is empty; if every line ends with a delimiter, the header must, too",
        "\"1\",2      | it has 2 fields instead of 3",
        "1,2,\"a\",\"b\" | it has 4 fields instead of 3",
        "1,oops,\"a\"b | column y: 'oops' is not a finite number",
        "1,?,a        | column y: '?' is not a finite number; if it stands for a missing value, add it to input.missing-texts",
        "1,2,\"a\"b   | text follows the closing quote of \"a\"",
        "1,\" 2\",a   | column y: ' 2' is not a finite number",
        "1,2,\"\"     | column label: the label is missing",
        "\"\",2,a     | column x: the value is missing; preparation.missing says what may take its place",
      })
  void aLineThatIsNoRowHasItsFirstFault(String line, String fault) throws IOException {
    CsvRowReader reader =
        reader(
            TextSettings.csv(),
            LineRowReader.MAX_BYTES,
            ("x,y,label\n" + line).getBytes(StandardCharsets.UTF_8));
    RowShape shape =
        new RowShape(
            List.of(InputColumn.number("x"), InputColumn.number("y")), RowShape.Form.DENSE);
    assertThat(reader.advance()).isTrue();
    assertThat(judge(shape).fault(reader)).isEqualTo(fault);
    assertThat(reader.text()).isEqualTo(line);
  }

  @Test
  void tabsBetweenFieldsAreNoBlanks() throws IOException {
    assertThat(rows(TABS, "x\ty\tlabel\n1\t2\ta\n\t\t\n   \n 3\t4 \t b "))
        .containsExactly(
            "2: [1.0, 2.0]a", "3: column label: the label is missing", "5: [3.0, 4.0]b");
  }

  @Test
  void textInTheWrongCharacterSetIsAFaultWhereItIsLookedAt() throws IOException {
    byte[] latin = "x,y,label\n1,2,gr\u00fcn\n1,\u00fc,a\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(rows(reader(TextSettings.csv(), 100, latin)))
        .containsExactly(
            "2: column label: 'gr\ufffdn' is not valid UTF-8",
            "3: column y: '\ufffd' is not a finite number");
    assertThat(rows(reader(new TextSettings(Header.PRESENT, ',', "ISO-8859-1"), 100, latin)).get(0))
        .isEqualTo("2: [1.0, 2.0]gr\u00fcn");
  }

  @Test
  void aLineBeyondTheLimitIsAFaultAndTheNextOneIsRead() throws IOException {
    String content =
        "x,y,label\n1,2,a\n1,2,%s\n%s\n3,4,b\n".formatted("a".repeat(17), " ".repeat(30));
    CsvRowReader reader = reader(TextSettings.csv(), 20, content.getBytes(StandardCharsets.UTF_8));
    assertThat(rows(reader))
        .containsExactly(
            "2: [1.0, 2.0]a",
            "3: the line has more than 20 bytes",
            "4: the line has more than 20 bytes",
            "5: [3.0, 4.0]b");
  }

  @Test
  void messagesAreShortAndOnOneLine() throws IOException {
    String evil = "\u001b[31m\r\u2028" + "x".repeat(500);
    List<String> rows = rows(TextSettings.csv(), "x,y,label\n1,%s,a\n".formatted(evil));
    assertThat(rows.get(0))
        .startsWith("2: column y: '\ufffd[31m\ufffd\ufffdxxx")
        .endsWith("x…' is not a finite number")
        .hasSizeLessThan(150);
    assertThat(new DataException("a\nb\u0000c").getMessage()).isEqualTo("a\ufffdb\ufffdc");
  }

  @Test
  void manyLongLabelsAreNotAllKept() throws IOException {
    StringBuilder content = new StringBuilder("x,label\n");
    for (int i = 0; i < 300; i++) {
      content.append("1,").append(i).append("x".repeat(20_000)).append('\n');
    }
    CsvRowReader reader =
        reader(
            TextSettings.csv(),
            LineRowReader.MAX_BYTES,
            content.toString().getBytes(StandardCharsets.UTF_8));
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();
    while (reader.advance()) {
      assertThat(reader.fault()).isNull();
    }
    assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(8L * content.length());
    TextDecoder words = new TextDecoder(StandardCharsets.UTF_8);
    byte[] text = "x".repeat(2000).getBytes(StandardCharsets.UTF_8);
    assertThat(words.text(text, 0, 1000)).isSameAs(words.text(text, 0, 1000));
    assertThat(words.text(text, 0, 2000)).isNotSameAs(words.text(text, 0, 2000));
  }

  private static RowValidator judge(RowShape shape) {
    PreparationSettings simple = PreparationSettings.simple();
    return new RowValidator(
        shape,
        ClassNames.of(List.of()),
        new MissingTexts(Set.of()),
        simple.missing(),
        simple.unknown());
  }
}
