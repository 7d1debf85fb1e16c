package org.sparkbackprop.data.source;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.files.InputFiles;
import org.sparkbackprop.data.rows.Input;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RowSource;
import org.sparkbackprop.data.source.csv.ArffSource;
import org.sparkbackprop.data.source.csv.CsvSource;
import org.sparkbackprop.data.source.jdbc.DatabaseTable;
import org.sparkbackprop.data.source.json.JsonSource;
import org.sparkbackprop.data.source.libsvm.LibsvmSource;
import org.sparkbackprop.data.source.sql.CatalogTable;
import org.sparkbackprop.data.source.sql.SqlFiles;
import org.sparkbackprop.data.values.MissingTexts;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.storage.StorageException;

/** The table of input formats. A new format needs a class that opens it and a line here. */
public final class Formats {

  private interface Opener {
    RowSource open(JavaSparkContext spark, InputSettings settings, RequiredColumns need);
  }

  /**
   * A format.
   *
   * @param needs the required keys of the input section
   * @param ends a pattern of the endings of its file names, in lower case
   */
  private record Format(Opener opener, Kind kind, Set<String> needs, String ends) {}

  private enum Kind {
    TABLE,
    BLOCKS
  }

  /** The format of settings without an input: a program gives the rows themselves. */
  public static final String GIVEN_ROWS = "rows of a program";

  private static final Map<String, Format> TABLE = new LinkedHashMap<>();

  private static final String PACKED = "(\\.(gz|bz2|xz|zip))?";

  /** Matches no name. */
  private static final String NO_NAME = "(?!)";

  static {
    Opener clouds = (spark, in, need) -> new CloudsSource(spark, in.clouds());
    TABLE.put("clouds", new Format(clouds, Kind.BLOCKS, Set.of(), NO_NAME));
    TABLE.put("csv", files(CsvSource::open, Kind.TABLE, "[ct]sv" + PACKED));
    TABLE.put("arff", files(ArffSource::open, Kind.TABLE, "arff" + PACKED));
    TABLE.put("libsvm", files(LibsvmSource::open, Kind.BLOCKS, "(libsvm|svmlight|svm)" + PACKED));
    TABLE.put("json", files(JsonSource::open, Kind.TABLE, "(json|jsonl|ndjson)" + PACKED));
    TABLE.put("parquet", files(SqlFiles::open, Kind.TABLE, "parquet"));
    TABLE.put("orc", files(SqlFiles::open, Kind.TABLE, "orc"));
    TABLE.put("jdbc", new Format(DatabaseTable::open, Kind.TABLE, Set.of("jdbc.url"), NO_NAME));
    TABLE.put("table", new Format(CatalogTable::open, Kind.TABLE, Set.of("table"), NO_NAME));
    TABLE.put("idx", files(IdxSource::open, Kind.BLOCKS, NO_NAME));
    TABLE.put(GIVEN_ROWS, new Format(Formats::noRows, Kind.TABLE, Set.of(), NO_NAME));
  }

  private static RowSource noRows(JavaSparkContext s, InputSettings i, RequiredColumns n) {
    throw new SettingsException(
        "the settings have no input; set one by input(…), or give the rows by data(…)");
  }

  private static Format files(Opener opener, Kind kind, String ends) {
    return new Format(opener, kind, Set.of("path"), ends);
  }

  /** The input that the settings name. */
  public static final Input CONFIGURED = new Configured();

  private Formats() {}

  /** The names of all formats that a configuration can choose. */
  public static List<String> names() {
    return TABLE.keySet().stream().filter(name -> !name.equals(GIVEN_ROWS)).toList();
  }

  /** Whether a format has named columns, also for labels and weights. */
  public static boolean isTable(String format) {
    return TABLE.get(format).kind() == Kind.TABLE;
  }

  /**
   * The format of files by their names.
   *
   * @param path of a file, or of a directory of tables, whose first file decides
   * @return empty if the names do not tell, or there is no such file
   */
  public static Optional<String> ofFiles(String path, Configuration configuration) {
    Optional<String> format = ofName(path);
    if (format.isPresent()) {
      return format;
    }
    try {
      return ofName(InputFiles.matching(path, configuration).get(0)).filter(Formats::isTable);
    } catch (DataException | StorageException notThere) {
      return Optional.empty();
    }
  }

  private static Optional<String> ofName(String path) {
    String name = path.toLowerCase(Locale.ROOT).replaceFirst("/+$", "");
    if (name.matches(".*idx\\d-(u?byte|short|int|float|double)(\\.gz)?")) {
      return Optional.of("idx");
    }
    return TABLE.entrySet().stream()
        .filter(format -> name.matches(".*\\." + format.getValue().ends()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Whether a format is read from the files of a path. */
  public static boolean hasFiles(String format) {
    return neededKeys(format).contains("path");
  }

  /** The required keys of the input section. */
  public static Set<String> neededKeys(String format) {
    return TABLE.get(format).needs();
  }

  /** Requires settings with a format of {@link #names()} and all its {@link #neededKeys}. */
  private static final class Configured implements Input {

    @Override
    public RowSource open(JavaSparkContext spark, InputSettings settings, RequiredColumns need) {
      return TABLE.get(settings.format()).opener().open(spark, settings, need);
    }

    @Override
    public String name(InputSettings settings) {
      return settings.path().orElse("the input");
    }

    @Override
    public boolean hasNamedColumns(InputSettings settings) {
      return isTable(settings.format());
    }

    /** Labels that are numbers in binary are never missing. */
    @Override
    public MissingTexts missingLabels(InputSettings settings) {
      boolean written = isTable(settings.format()) || settings.format().equals("libsvm");
      return written ? Input.super.missingLabels(settings) : new MissingTexts(Set.of());
    }
  }
}
