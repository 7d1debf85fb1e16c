package org.sparkbackprop.config;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.sparkbackprop.data.source.Formats;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.linalg.blas.BlasPreference;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.Preparation.UnknownCategories;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.storage.HadoopStorage;

/**
 * The input of a model on the command line.
 *
 * @param name of the argument, for messages
 * @param input a configuration (*.conf) or a path
 * @param changes key=value each
 */
public record ModelInput(String name, String input, List<String> changes) {

  private static final String UNKNOWN = "preparation.unknown-categories";

  /**
   * Rows to be scored, prepared as the model says.
   *
   * @param settings of the input
   * @param unknown what happens to categories that the model does not know; as the model says if
   *     absent
   * @param blas the preferred BLAS
   */
  public record Rows(
      InputSettings settings, Optional<UnknownCategories> unknown, BlasPreference blas) {

    /** The model with the choices for these rows. */
    public Model prepare(Model model) {
      return new Model(
          unknown.map(model.preparation()::with).orElse(model.preparation()),
          model.network(),
          model.parameters(),
          model.provenance());
    }
  }

  /**
   * The rows, read like the model's own unless there is a configuration.
   *
   * @throws SettingsException naming all problems at once
   */
  public Rows rows(Model read, Configuration hadoop) {
    ConfigurationFile file =
        input.endsWith(".conf")
            ? ConfigurationFile.read(input, changes, hadoop)
            : ConfigurationFile.ofModel(
                trainedWith(read), name + " " + input, inputChanges(trainedWith(read), hadoop));
    SettingsReader reader = new SettingsReader(file);
    Config known = ConfigurationFile.reference();
    for (String change : changes) {
      String key = key(change);
      if (known.hasPathOrNull(key) && !isOfRows(key)) {
        reader.problem(key, "is part of the trained model; it has no effect here");
      }
    }
    Rows rows =
        new Rows(InputReading.input(reader), unknown(reader), TrainingReading.blas(reader, "blas"));
    reader.throwIfProblems();
    return rows;
  }

  private static String key(String change) {
    return change.substring(0, Math.max(0, change.indexOf('='))).trim();
  }

  private static boolean isOfRows(String key) {
    return key.equals("input")
        || key.startsWith("input.")
        || key.startsWith("run.")
        || key.equals("blas")
        || key.equals("target.columns")
        || key.equals("target.separator")
        || key.equals(UNKNOWN);
  }

  /** The configuration of another training does not change this model. */
  private Optional<UnknownCategories> unknown(SettingsReader reader) {
    return changes.stream().anyMatch(change -> key(change).equals(UNKNOWN))
        ? Optional.of(ColumnReading.unknownCategories(reader))
        : Optional.empty();
  }

  private Map<String, Object> trainedWith(Model model) {
    return model
        .configured("input")
        .map(section -> sections(model, section))
        .orElseThrow(
            () ->
                new SettingsException(
                    "the model does not say how its rows were read; give %s a configuration (*.conf)"
                        .formatted(name)));
  }

  private static Map<String, Object> sections(Model model, Map<?, ?> input) {
    Map<String, Object> sections = new LinkedHashMap<>();
    sections.put("input", input);
    model.configured("target").ifPresent(target -> sections.put("target", target));
    return sections;
  }

  /**
   * Files of another format are recognised by their names. For a model that was trained on a table,
   * anything else is the name of a table.
   */
  private List<String> inputChanges(Map<String, ?> trained, Configuration hadoop) {
    Optional<String> files = Formats.ofFiles(input, hadoop);
    Object format = trained.get("input") instanceof Map<?, ?> section ? section.get("format") : "";
    String value = "=\"" + escaped(input) + "\"";
    List<String> all = new ArrayList<>();
    if (files.isEmpty() && "table".equals(format)) {
      all.add("input.table" + value);
    } else if (files.isEmpty() && "jdbc".equals(format)) {
      all.addAll(List.of("input.jdbc.table" + value, "input.jdbc.query=null"));
    } else {
      all.add("input.path" + value);
      files.ifPresent(found -> all.add("input.format=" + found));
    }
    if (files.isPresent()
        && files.get().equals("csv")
        && input.matches("(?i).*\\.tsv(\\.(gz|bz2|xz|zip))?")) {
      all.add("input.delimiter=\"\\t\"");
    }
    if (files.isPresent() && !Formats.isTable(files.get())) {
      all.add("input.weight=null");
      all.add("input.key=[]");
      all.add("target.columns=[]");
    }
    if (files.isPresent() && files.get().equals("idx")) {
      Optional<String> labels = labelsBeside(hadoop);
      all.add("input.labels=" + labels.map(found -> "\"" + escaped(found) + "\"").orElse("null"));
    }
    all.addAll(changes);
    return all;
  }

  /**
   * MNIST's naming: the labels of x-images-idx3-ubyte are in x-labels-idx1-ubyte; and QMNIST's, in
   * x-labels-idx2-int.
   */
  private Optional<String> labelsBeside(Configuration hadoop) {
    return Stream.of("labels$1idx1-ubyte", "labels$1idx2-int")
        .map(name -> input.replaceFirst("images(.)idx\\d-[a-z]+", name))
        .filter(labels -> !labels.equals(input) && HadoopStorage.at(labels, hadoop).exists(""))
        .findFirst();
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
