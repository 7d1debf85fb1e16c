package org.sparkbackprop.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.source.libsvm.LibsvmRowReader;
import org.sparkbackprop.data.values.MissingTexts;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.network.loss.ClassLabels;
import org.sparkbackprop.settings.BadRowPolicy;
import org.sparkbackprop.settings.ClassSettings;
import org.sparkbackprop.settings.ClassWeights;
import org.sparkbackprop.settings.CloudSettings;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.DatabaseSettings;
import org.sparkbackprop.settings.HoldOutSettings;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.InputSettings.Layout;
import org.sparkbackprop.settings.PackingSettings;
import org.sparkbackprop.settings.PreparationSettings;
import org.sparkbackprop.settings.RowStorage;
import org.sparkbackprop.settings.TextSettings;
import org.sparkbackprop.settings.ValidationSettings;
import org.sparkbackprop.settings.targets.TargetColumns;

/** Inputs as tests want them: everything as it is by default, but for what is said. */
public final class Inputs {

  public static final ValidationSettings NO_VALIDATION =
      new ValidationSettings(0, Optional.empty());

  private Inputs() {}

  public static InputSettings csv(Path path) {
    return of("csv", path.toString(), null, ColumnSettings.numbers("label"), BadRowPolicy.fail());
  }

  /** A table of a format: numbers and a label. */
  public static InputSettings table(String format, Path path) {
    return of(format, path.toString(), null, ColumnSettings.numbers("label"), BadRowPolicy.fail());
  }

  public static InputSettings idx(Path images, Path labels) {
    return of(
        "idx",
        images.toString(),
        labels == null ? null : labels.toString(),
        ColumnSettings.numbers("label"),
        BadRowPolicy.fail());
  }

  public static InputSettings of(
      String format, String path, String labels, ColumnSettings columns, BadRowPolicy badRows) {
    return new InputSettings(
        format,
        Optional.of(path),
        Optional.ofNullable(labels),
        columns,
        TextSettings.csv(),
        DatabaseSettings.none(),
        OptionalInt.empty(),
        badRows,
        Layout.AUTOMATIC,
        OptionalDouble.empty(),
        ClassSettings.found(),
        threeClouds(500),
        TargetColumns.ofClass());
  }

  /** Lines of LibSVM with labels, of which nothing is said. */
  public static LibsvmRowReader.Columns libsvm(RowShape shape) {
    return new LibsvmRowReader.Columns(
        shape,
        RequiredColumns.Labels.REQUIRED,
        LibsvmRowReader.LabelLists.REFUSED,
        new MissingTexts(Set.of()),
        TextSettings.csv());
  }

  static InputSettings clouds(CloudSettings clouds) {
    InputSettings like = csv(Path.of("none"));
    return new InputSettings(
        "clouds",
        Optional.empty(),
        Optional.empty(),
        like.columns(),
        like.text(),
        like.database(),
        like.dimensions(),
        like.badRows(),
        like.layout(),
        like.divideBy(),
        like.classes(),
        clouds,
        TargetColumns.ofClass());
  }

  public static InputSettings withClasses(InputSettings like, String... classes) {
    return new Change(like).classes(ClassSettings.of(List.of(classes))).made();
  }

  public static InputSettings withDimensions(InputSettings like, OptionalInt dimensions) {
    return new Change(like).dimensions(dimensions).made();
  }

  public static InputSettings withColumns(InputSettings like, ColumnSettings columns) {
    return new Change(like).columns(columns).made();
  }

  public static InputSettings withText(InputSettings like, TextSettings text) {
    return new Change(like).text(text).made();
  }

  public static InputSettings withBadRows(InputSettings like, BadRowPolicy badRows) {
    return new Change(like).badRows(badRows).made();
  }

  public static InputSettings withLayout(InputSettings like, Layout layout) {
    return new Change(like).layout(layout).made();
  }

  /** Settings of which one thing is another. */
  private static final class Change {

    private final InputSettings like;
    private ColumnSettings columns;
    private TextSettings text;
    private OptionalInt dimensions;
    private BadRowPolicy badRows;
    private Layout layout;
    private ClassSettings classes;

    Change(InputSettings like) {
      this.like = like;
      this.columns = like.columns();
      this.text = like.text();
      this.dimensions = like.dimensions();
      this.badRows = like.badRows();
      this.layout = like.layout();
      this.classes = like.classes();
    }

    Change columns(ColumnSettings other) {
      columns = other;
      return this;
    }

    Change text(TextSettings other) {
      text = other;
      return this;
    }

    Change dimensions(OptionalInt other) {
      dimensions = other;
      return this;
    }

    Change badRows(BadRowPolicy other) {
      badRows = other;
      return this;
    }

    Change layout(Layout other) {
      layout = other;
      return this;
    }

    Change classes(ClassSettings other) {
      classes = other;
      return this;
    }

    InputSettings made() {
      return new InputSettings(
          like.format(),
          like.path(),
          like.labels(),
          columns,
          text,
          like.database(),
          dimensions,
          badRows,
          layout,
          like.divideBy(),
          classes,
          like.clouds(),
          TargetColumns.ofClass());
    }
  }

  public static CloudSettings threeClouds(long samples) {
    return new CloudSettings(
        samples, List.of(List.of(0.0, -2.0), List.of(2.0, 2.0), List.of(-2.0, 2.0)), 1, 1);
  }

  public static PackingSettings packing(int partitions) {
    return packing(OptionalInt.of(partitions), Precision.DOUBLE, ClassWeights.none());
  }

  public static PackingSettings packing(
      OptionalInt partitions, Precision precision, ClassWeights classWeights) {
    return packing(partitions, PackingSettings.Placement.IN_ORDER, precision, classWeights);
  }

  public static PackingSettings packing(
      OptionalInt partitions,
      PackingSettings.Placement placement,
      Precision precision,
      ClassWeights classWeights) {
    return new PackingSettings(
        partitions,
        placement,
        precision,
        RowStorage.MEMORY_AND_DISK,
        classWeights,
        rows ->
            Network.of(rows.inputs(), List.of(3), Activations.named("tanh").get(), rows.classes()));
  }

  public static InspectedInput inspect(JavaSparkContext spark, InputSettings input) {
    return InspectedInput.forTraining(
        spark,
        InspectedInput.AS_CONFIGURED,
        input,
        PreparationSettings.simple(),
        HoldOutSettings.none(),
        Precision.DOUBLE);
  }

  public static PreparedData load(JavaSparkContext spark, InputSettings input, int partitions) {
    return load(spark, input, PreparationSettings.simple(), NO_VALIDATION, packing(partitions));
  }

  /** Reads an input for training. */
  public static PreparedData load(
      JavaSparkContext spark,
      InputSettings input,
      PreparationSettings preparation,
      ValidationSettings held,
      PackingSettings packing) {
    InspectedInput inspected =
        InspectedInput.forTraining(
            spark,
            InspectedInput.AS_CONFIGURED,
            input,
            preparation,
            held.heldOut(),
            packing.precision());
    return PreparedData.load(inspected, held, packing);
  }

  /** A row that was packed. */
  public record Row(List<Double> features, String label, double weight) {

    public double feature(int at) {
      return features.get(at);
    }
  }

  /** All rows of some batches, in their order. */
  public static List<Row> rows(List<Batch> batches, List<String> classes) {
    List<Row> rows = new ArrayList<>();
    for (Batch batch : batches) {
      for (int i = 0; i < batch.size(); i++) {
        List<Double> features = new ArrayList<>();
        for (int j = 0; j < batch.inputs().columns(); j++) {
          features.add(batch.inputs().element(i, j));
        }
        String label =
            ClassLabels.of(batch.targets())[i] == ClassLabels.UNLABELLED
                ? null
                : classes.get(ClassLabels.of(batch.targets())[i]);
        rows.add(new Row(features, label, batch.weight(i)));
      }
    }
    return rows;
  }

  /** All training rows, in their order. */
  public static List<Row> rows(PreparedData data) {
    return rows(data.training().batches().collect(), data.preparation().classNames());
  }
}
