package org.sparkbackprop.data.source.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkbackprop.data.pack.BlockPacker;
import org.sparkbackprop.data.rows.RowRange;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.settings.TextSettings;

class TextDataTest {

  private static List<String> fields(String line, char delimiter) {
    return CsvLine.fields(line, new TextSettings(TextSettings.Header.PRESENT, delimiter, "UTF-8"));
  }

  @Test
  void fieldsAreSplitByRfc4180() {
    assertThat(fields("1.5, 2 ,abc", ',')).containsExactly("1.5", "2", "abc");
    assertThat(fields("\"a,b\",\"say \"\"x\"\"\" ,", ',')).containsExactly("a,b", "say \"x\"", "");
    assertThat(fields("", ',')).containsExactly("");
    assertThat(fields(",,", ',')).containsExactly("", "", "");
    assertThat(fields("a\tb c\t", '\t')).containsExactly("a", "b c", "");
    assertThatThrownBy(() -> fields("1,\"open", ','))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a quoted field does not end");
    assertThatThrownBy(() -> fields("\"a\"b,1", ','))
        .hasMessageContaining("text follows the closing quote");
  }

  @Test
  void anyLineGivesFieldsOrADataException() {
    Random random = new Random(7);
    for (int i = 0; i < 5000; i++) {
      StringBuilder line = new StringBuilder();
      for (int length = random.nextInt(12); length > 0; length--) {
        line.append("a1,\" \t\\".charAt(random.nextInt(7)));
      }
      try {
        assertThat(fields(line.toString(), ',')).isNotEmpty();
      } catch (DataException e) {
        assertThat(e).hasMessageContaining("quote");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "10,3,10", "1500,7,1500", "60000,12,60000", "3,8,3", "999983,64,5000"})
  void everySampleLiesInExactlyOnePartition(long samples, int partitions, int probes) {
    long covered = 0;
    for (int p = 0; p < partitions; p++) {
      RowRange range = RowRange.of(p, partitions, samples);
      assertThat(range.from()).isEqualTo(covered);
      assertThat(range.until() - range.from())
          .isBetween(samples / partitions, samples / partitions + 1);
      covered = range.until();
    }
    assertThat(covered).isEqualTo(samples);
    Random random = new Random(samples);
    for (int i = 0; i < probes; i++) {
      long index = (long) (random.nextDouble() * samples);
      int partition = RowRange.partitionOf(index, partitions, samples);
      RowRange range = RowRange.of(partition, partitions, samples);
      assertThat(index).isBetween(range.from(), range.until() - 1);
    }
  }

  @Test
  void blocksHaveRowsByTheNumberOfFeatures() {
    assertThat(List.of(1, 2, 784, 100_000).stream().map(BlockPacker::rows))
        .containsExactly(2048, 2048, 384, 128);
  }
}
