package org.sparkbackprop.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Where samples come from.
 *
 * @param format the name of a format, such as csv
 * @param path of the file, directory or pattern; not for generated data and tables
 * @param labels path of the file of labels (idx)
 * @param columns which are what (tables)
 * @param text how it is read (csv)
 * @param database the table (jdbc, table)
 * @param dimensions number of features; as found in the data if absent (libsvm)
 * @param badRows what becomes of them
 * @param layout of the rows in memory
 * @param divideBy what every number is divided by; the format's own choice if absent
 * @param classes that labels may be of
 * @param clouds what to generate (clouds)
 */
public record InputSettings(
    String format,
    Optional<String> path,
    Optional<String> labels,
    ColumnSettings columns,
    TextSettings text,
    DatabaseSettings database,
    OptionalInt dimensions,
    BadRowPolicy badRows,
    Layout layout,
    OptionalDouble divideBy,
    ClassSettings classes,
    CloudSettings clouds) {

  /** How rows are held in memory. */
  public enum Layout {
    /** As is smaller, by the data. */
    AUTOMATIC,
    /** All numbers. */
    DENSE,
    /** The numbers that are not 0. */
    SPARSE
  }

  /** The same kind of input at another place. */
  public InputSettings at(Optional<String> otherPath, Optional<String> otherLabels) {
    return Records.with(Records.with(this, "path", otherPath), "labels", otherLabels);
  }

  /** The same input with other columns. */
  public InputSettings with(ColumnSettings others) {
    return Records.with(this, "columns", others);
  }

  /** The same input, written otherwise. */
  public InputSettings with(TextSettings other) {
    return Records.with(this, "text", other);
  }

  /** Delimited text: a file, a directory or a glob pattern. */
  public static Builder csv(String path) {
    return files("csv", path);
  }

  /** ARFF: a file, a directory or a glob pattern. */
  public static Builder arff(String path) {
    return files("arff", path);
  }

  /** A JSON object a line: a file, a directory or a glob pattern. */
  public static Builder json(String path) {
    return files("json", path);
  }

  /** Parquet: a file, a directory or a glob pattern. */
  public static Builder parquet(String path) {
    return files("parquet", path);
  }

  /** ORC: a file, a directory or a glob pattern. */
  public static Builder orc(String path) {
    return files("orc", path);
  }

  /** LibSVM: a file, a directory or a glob pattern. */
  public static Builder libsvm(String path) {
    return files("libsvm", path);
  }

  /** IDX: the file of the images and the one of their labels. */
  public static Builder idx(String images, String labels) {
    return files("idx", images).set("input.labels", labels);
  }

  /** A table or a query of a database. */
  public static Builder jdbc(String url) {
    return of("jdbc").set("input.jdbc.url", url);
  }

  /** A table or view of Spark's catalog. */
  public static Builder table(String name) {
    return of("table").set("input.table", name);
  }

  /** Gaussian clouds, one per class, each of so many samples. */
  public static Builder clouds(long samples) {
    return of("clouds").set("input.clouds.samples", samples);
  }

  /** Files of any format. */
  public static Builder files(String format, String path) {
    return of(format).set("input.path", path);
  }

  /** Rows that the program gives: what is set says how they are read. */
  public static Builder givenRows() {
    return new Builder();
  }

  private static Builder of(String format) {
    return new Builder().set("input.format", format);
  }

  /** Gathers the settings of an input, whose texts are those of {@code reference.conf}. */
  public static final class Builder extends SettingsBuilder<Builder> {

    private Builder() {}

    /**
     * Checks the settings, for a model to look at the rows.
     *
     * @param trained the model's section {@code input}, whose values count where nothing is set
     * @throws org.sparkbackprop.error.SettingsException naming all problems at once
     */
    public InputSettings build(Map<?, ?> trained) {
      return SettingsFactory.get().input(trained, keys());
    }

    /** Reads the column of the label: a name, or a position from 0, negative from the end. */
    public Builder label(String column) {
      return set("input.label", column);
    }

    /** Reads how often each row counts from a column. */
    public Builder weight(String column) {
      return set("input.weight", column);
    }

    /** Takes columns as features, in this order; all others otherwise. */
    public Builder features(String... columns) {
      return set("input.features", List.of(columns));
    }

    /** Leaves out columns. */
    public Builder ignore(String... columns) {
      return set("input.ignore", List.of(columns));
    }

    /** Tells rows apart by columns. */
    public Builder key(String... columns) {
      return set("input.key", List.of(columns));
    }

    /** Reads columns of true and false. */
    public Builder booleans(String... columns) {
      return set("input.booleans", List.of(columns));
    }

    /** Reads columns of categories, which are found in the data. */
    public Builder categories(String... columns) {
      return set("input.categories", List.of(columns));
    }

    /** Reads a column of categories that are known; may be called for several columns. */
    public Builder categoriesOf(String column, String... names) {
      return add("input.categories", column, List.of(names));
    }

    /** Limits how many categories a column may have. */
    public Builder maxCategories(int number) {
      return set("input.max-categories", number);
    }

    /** Reads a column of arrays or vectors; may be called for several columns. */
    public Builder vector(String column, int length) {
      return add("input.vectors", column, length);
    }

    /** Takes texts for a missing value; only the empty one otherwise. */
    public Builder missingTexts(String... texts) {
      return set("input.missing-texts", List.of(texts));
    }

    /** Reads files whose first line is a row; columns are then called x1, x2, …. */
    public Builder withoutHeader() {
      return set("input.header", false);
    }

    /** Divides columns at a character, or at {@code whitespace}. */
    public Builder delimiter(String delimiter) {
      return set("input.delimiter", delimiter);
    }

    /** Reads numbers with a decimal separator, a point or a comma. */
    public Builder decimal(String separator) {
      return set("input.decimal", separator);
    }

    /** Reads numbers with a separator between groups of three digits. */
    public Builder thousands(String separator) {
      return set("input.thousands", separator);
    }

    /** Skips lines that begin with a character. */
    public Builder comment(String character) {
      return set("input.comment", character);
    }

    /** Reads a quote within quoted texts after a character, instead of doubled. */
    public Builder escape(String character) {
      return set("input.escape", character);
    }

    /** Takes texts for true. */
    public Builder trueTexts(String... texts) {
      return set("input.true-texts", List.of(texts));
    }

    /** Takes texts for false. */
    public Builder falseTexts(String... texts) {
      return set("input.false-texts", List.of(texts));
    }

    /** Decodes text by a character set. */
    public Builder charset(String name) {
      return set("input.charset", name);
    }

    /** Counts the indices of libsvm from 0 or 1. */
    public Builder firstIndex(int index) {
      return set("input.first-index", index);
    }

    /** Skips the queries of a ranking file of libsvm. */
    public Builder ignoreQueries() {
      return set("input.ignore-qid", true);
    }

    /** Sorts indices of libsvm that do not ascend. */
    public Builder sortIndices() {
      return set("input.sort-indices", true);
    }

    /** Reads so many features of libsvm. */
    public Builder dimensions(int features) {
      return set("input.dimensions", features);
    }

    /** Puts bad rows aside, as long as they are at most a share of all. */
    public Builder quarantine(double maxShare) {
      return set("input.bad-rows", "quarantine").set("input.max-bad-rows", maxShare);
    }

    /** Holds rows in memory as auto, dense or sparse. */
    public Builder layout(String name) {
      return set("input.layout", name);
    }

    /** Divides every number. */
    public Builder divideBy(double divisor) {
      return set("input.divide-by", divisor);
    }

    /** Names all classes in their order; those found otherwise. */
    public Builder classes(String... names) {
      return set("input.classes", List.of(names));
    }

    /** Limits how many classes may be found. */
    public Builder maxClasses(int number) {
      return set("input.max-classes", number);
    }

    /** Reads a table of a database. */
    public Builder fromTable(String table) {
      return set("input.jdbc.table", table);
    }

    /** Reads the result of a query in the language of a database. */
    public Builder fromQuery(String query) {
      return set("input.jdbc.query", query);
    }

    /** Logs in to a database. */
    public Builder login(String user, String password) {
      return set("input.jdbc.user", user).set("input.jdbc.password", password);
    }

    /** Reaches a database by the class of a driver. */
    public Builder driver(String className) {
      return set("input.jdbc.driver", className);
    }

    /** Sets an option of Spark's JDBC source; may be called for several. */
    public Builder option(String name, Object value) {
      return add("input.jdbc.options", name, value);
    }

    /** Generates clouds around points. */
    public Builder centers(double[]... points) {
      List<List<Double>> centers =
          Arrays.stream(points).map(point -> Arrays.stream(point).boxed().toList()).toList();
      return set("input.clouds.centers", centers);
    }

    /** Generates clouds around random points, at most the spread from 0 in each direction. */
    public Builder randomCenters(int number, double spread) {
      return set("input.clouds.centers", "random")
          .set("input.clouds.count", number)
          .set("input.clouds.spread", spread);
    }

    /** Generates clouds of so many features. */
    public Builder cloudDimensions(int features) {
      return set("input.clouds.dimensions", features);
    }

    /** Generates clouds of a standard deviation. */
    public Builder deviation(double deviation) {
      return set("input.clouds.deviation", deviation);
    }

    /** Generates clouds by a seed of their own, instead of that of the training. */
    public Builder cloudSeed(long seed) {
      return set("input.clouds.seed", seed);
    }
  }
}
