package org.sparkbackprop.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.sparkbackprop.settings.targets.TargetColumns;

/**
 * Where samples come from and how they are read.
 *
 * @param format the name of a format, such as csv
 * @param path of a file, a directory or a glob pattern; not for generated data and tables
 * @param labels path of the label file (idx)
 * @param columns their roles and types (tables)
 * @param text its syntax (csv)
 * @param database the table (jdbc, table)
 * @param dimensions number of features; found in the data if absent (libsvm)
 * @param badRows what happens to bad rows
 * @param layout of the rows in memory
 * @param divideBy divisor of every number; the format's own if absent
 * @param classes that labels may name
 * @param clouds to generate (clouds)
 * @param target where the rows have what is predicted
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
    CloudSettings clouds,
    TargetColumns target) {

  /** How rows are stored in memory. */
  public enum Layout {
    /** The smaller of the two for the data at hand. */
    AUTOMATIC,
    /** All numbers. */
    DENSE,
    /** Only the numbers that are not 0. */
    SPARSE
  }

  /** The same kind of input at another path. */
  public InputSettings at(Optional<String> otherPath, Optional<String> otherLabels) {
    return Records.with(Records.with(this, "path", otherPath), "labels", otherLabels);
  }

  /** The same input with other columns. */
  public InputSettings with(ColumnSettings others) {
    return Records.with(this, "columns", others);
  }

  /** The same input with other targets. */
  public InputSettings with(TargetColumns other) {
    return Records.with(this, "target", other);
  }

  /** The same input, whose numbers to be predicted must be at least this. */
  public InputSettings withTargetsFrom(double least) {
    return with(target.from(least));
  }

  /** The same input with another syntax. */
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

  /** One JSON object per line: a file, a directory or a glob pattern. */
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

  /** IDX: the file of the images and the file of their labels. */
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

  /** Gaussian clouds, one per class, each with this number of samples. */
  public static Builder clouds(long samples) {
    return of("clouds").set("input.clouds.samples", samples);
  }

  /** Files of any format. */
  public static Builder files(String format, String path) {
    return of(format).set("input.path", path);
  }

  /** How to read rows that the program gives. */
  public static Builder givenRows() {
    return new Builder();
  }

  private static Builder of(String format) {
    return new Builder().set("input.format", format);
  }

  /** Collects the settings of an input; values are written as in {@code reference.conf}. */
  public static final class Builder extends SettingsBuilder<Builder> {

    private Builder() {}

    /**
     * Checks the settings, for rows to be read by a model.
     *
     * @param trained the model's configuration, whose sections {@code input} and {@code target} are
     *     used for keys that are not set
     * @throws org.sparkbackprop.error.SettingsException naming all problems at once
     */
    public InputSettings build(Map<?, ?> trained) {
      return SettingsFactory.get().input(trained, keys());
    }

    /** Names the label column, or gives its position from 0, negative from the end. */
    public Builder label(String column) {
      return set("input.label", column);
    }

    /** Names the columns of what is predicted, if it is more than the label. */
    public Builder targets(String... columns) {
      return set("target.columns", List.of(columns));
    }

    /** Sets the text between the names of labels, where one column has the names. */
    public Builder labelSeparator(String text) {
      return set("target.separator", text);
    }

    /** Names the column of the sample weights. */
    public Builder weight(String column) {
      return set("input.weight", column);
    }

    /** Names the feature columns, in order, instead of all other columns. */
    public Builder features(String... columns) {
      return set("input.features", List.of(columns));
    }

    /** Names columns that are not features. */
    public Builder ignore(String... columns) {
      return set("input.ignore", List.of(columns));
    }

    /** Names the columns that identify a row. */
    public Builder key(String... columns) {
      return set("input.key", List.of(columns));
    }

    /** Names the columns of true and false. */
    public Builder booleans(String... columns) {
      return set("input.booleans", List.of(columns));
    }

    /** Names categorical columns, whose categories are found in the data. */
    public Builder categories(String... columns) {
      return set("input.categories", List.of(columns));
    }

    /** Names a categorical column and its categories; may be called for several columns. */
    public Builder categoriesOf(String column, String... names) {
      return add("input.categories", column, List.of(names));
    }

    /** Limits the number of categories of a column. */
    public Builder maxCategories(int number) {
      return set("input.max-categories", number);
    }

    /** Names an array or vector column; may be called for several columns. */
    public Builder vector(String column, int length) {
      return add("input.vectors", column, length);
    }

    /** Sets the texts of a missing value, instead of the empty text alone. */
    public Builder missingTexts(String... texts) {
      return set("input.missing-texts", List.of(texts));
    }

    /** Reads the first line as a row; columns are then called x1, x2, …. */
    public Builder withoutHeader() {
      return set("input.header", false);
    }

    /** Sets the delimiter: a character, or {@code whitespace}. */
    public Builder delimiter(String delimiter) {
      return set("input.delimiter", delimiter);
    }

    /** Sets the decimal separator: a point or a comma. */
    public Builder decimal(String separator) {
      return set("input.decimal", separator);
    }

    /** Sets the separator between groups of three digits. */
    public Builder thousands(String separator) {
      return set("input.thousands", separator);
    }

    /** Skips lines that start with a character. */
    public Builder comment(String character) {
      return set("input.comment", character);
    }

    /** Sets the character that escapes a quote, instead of doubling it. */
    public Builder escape(String character) {
      return set("input.escape", character);
    }

    /** Sets the texts of true. */
    public Builder trueTexts(String... texts) {
      return set("input.true-texts", List.of(texts));
    }

    /** Sets the texts of false. */
    public Builder falseTexts(String... texts) {
      return set("input.false-texts", List.of(texts));
    }

    /** Sets the character set. */
    public Builder charset(String name) {
      return set("input.charset", name);
    }

    /** Sets the first index of libsvm, 0 or 1. */
    public Builder firstIndex(int index) {
      return set("input.first-index", index);
    }

    /** Skips the queries of a ranking file of libsvm. */
    public Builder ignoreQueries() {
      return set("input.ignore-qid", true);
    }

    /** Sorts indices of libsvm that are not ascending. */
    public Builder sortIndices() {
      return set("input.sort-indices", true);
    }

    /** Sets the number of features of libsvm. */
    public Builder dimensions(int features) {
      return set("input.dimensions", features);
    }

    /** Quarantines bad rows, up to a share of all rows. */
    public Builder quarantine(double maxShare) {
      return set("input.bad-rows", "quarantine").set("input.max-bad-rows", maxShare);
    }

    /** Sets the layout of rows in memory: auto, dense or sparse. */
    public Builder layout(String name) {
      return set("input.layout", name);
    }

    /** Divides every number. */
    public Builder divideBy(double divisor) {
      return set("input.divide-by", divisor);
    }

    /** Names all classes in order, instead of those found in the data. */
    public Builder classes(String... names) {
      return set("input.classes", List.of(names));
    }

    /** Limits the number of classes found in the data. */
    public Builder maxClasses(int number) {
      return set("input.max-classes", number);
    }

    /** Reads a table of a database. */
    public Builder fromTable(String table) {
      return set("input.jdbc.table", table);
    }

    /** Reads the result of a query in the database's SQL dialect. */
    public Builder fromQuery(String query) {
      return set("input.jdbc.query", query);
    }

    /** Logs in to a database. */
    public Builder login(String user, String password) {
      return set("input.jdbc.user", user).set("input.jdbc.password", password);
    }

    /** Sets the class of the database's driver. */
    public Builder driver(String className) {
      return set("input.jdbc.driver", className);
    }

    /** Sets an option of Spark's JDBC source; may be called for several options. */
    public Builder option(String name, Object value) {
      return add("input.jdbc.options", name, value);
    }

    /** Generates clouds around points. */
    public Builder centers(double[]... points) {
      List<List<Double>> centers =
          Arrays.stream(points).map(point -> Arrays.stream(point).boxed().toList()).toList();
      return set("input.clouds.centers", centers);
    }

    /** Generates clouds around random points, within the spread of 0 in each direction. */
    public Builder randomCenters(int number, double spread) {
      return set("input.clouds.centers", "random")
          .set("input.clouds.count", number)
          .set("input.clouds.spread", spread);
    }

    /** Sets the number of features of clouds. */
    public Builder cloudDimensions(int features) {
      return set("input.clouds.dimensions", features);
    }

    /** Sets the standard deviation of clouds. */
    public Builder deviation(double deviation) {
      return set("input.clouds.deviation", deviation);
    }

    /** Sets the seed of clouds, instead of the training's. */
    public Builder cloudSeed(long seed) {
      return set("input.clouds.seed", seed);
    }
  }
}
