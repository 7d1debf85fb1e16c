package org.sparkbackprop.score;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Set;
import org.sparkbackprop.data.Quarantine;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.storage.StorageException;

/**
 * One CSV file in the order of the rows: the row number from 0, the class or labels, and the
 * predictions. Partitions pass through the driver one at a time. Bad rows go to {@code
 * quarantine/rows.jsonl}. Earlier predictions are kept until the new ones are complete.
 */
public final class CsvPredictions implements PredictionWriter {

  /** What happens to bad rows. */
  public enum BadRows {
    /** They are left out; the others keep their numbers. */
    LEFT_OUT,
    /** Their predictions are empty. */
    EMPTY
  }

  private final PredictionFiles files;
  private final BadRows badRows;

  private CsvPredictions(PredictionFiles files, BadRows badRows) {
    this.files = files;
    this.badRows = badRows;
  }

  /** A file in a directory, which need not exist, without bad rows. */
  public static CsvPredictions in(Storage directory) {
    return new CsvPredictions(new PredictionFiles(directory), BadRows.LEFT_OUT);
  }

  /** The same with another treatment of bad rows. */
  public CsvPredictions with(BadRows choice) {
    return new CsvPredictions(files, choice);
  }

  /** All possible file names, including those left by a killed run. */
  public static Set<String> names() {
    return PredictionFiles.names();
  }

  /** The path of the predictions, for people. */
  public String location() {
    return files.location() + "/" + PredictionFiles.PREDICTIONS;
  }

  /** The path of the bad rows, for people. */
  public String badRowsLocation() {
    return files.location() + "/" + Quarantine.DIRECTORY + "/" + Quarantine.FILE;
  }

  /**
   * Removes incomplete files; may be called from another thread.
   *
   * @param reason gets a failure to do so as suppressed
   */
  public void discard(Throwable reason) {
    files.discard(reason);
  }

  @Override
  public void write(Predicted rows) {
    try {
      OutputStream file = files.predictions();
      long[] bad = rows.badRows().map(files::write).orElse(new long[0]);
      PredictionText text = new PredictionText(rows.target(), rows.names());
      long written = write(file, text, rows.predictions().toLocalIterator(), bad);
      if (written != rows.rows().used()) {
        throw DataException.inputChanged();
      }
      files.commit();
    } catch (Throwable e) { // Scala throws checked exceptions that it does not declare
      discard(e);
      throw e;
    }
  }

  /**
   * Writes the rows.
   *
   * @param bad numbers of the bad rows, ascending
   * @return the number of good rows
   */
  private long write(
      OutputStream output, PredictionText text, Iterator<double[][]> blocks, long[] bad) {
    long row = 0;
    int passed = 0;
    try (Writer file = new OutputStreamWriter(output, StandardCharsets.UTF_8)) {
      file.write(text.header());
      while (blocks.hasNext()) {
        StringBuilder lines = new StringBuilder();
        for (double[] predictions : blocks.next()) {
          for (; passed < bad.length && bad[passed] == row; passed++, row++) {
            putAside(row, text, lines);
          }
          text.add(row++, predictions, lines);
        }
        file.append(lines);
      }
      for (; passed < bad.length; passed++, row++) {
        StringBuilder line = new StringBuilder();
        putAside(row, text, line);
        file.append(line);
      }
    } catch (IOException e) {
      throw new StorageException(
          StorageException.Kind.FAILED,
          "cannot write %s: %s".formatted(location(), e.getMessage()),
          e);
    }
    return row - passed;
  }

  /** Adds a bad row, if bad rows are wanted. */
  private void putAside(long row, PredictionText text, StringBuilder lines) {
    if (badRows == BadRows.EMPTY) {
      text.addEmpty(row, lines);
    }
  }
}
