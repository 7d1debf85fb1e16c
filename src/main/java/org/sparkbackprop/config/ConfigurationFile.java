package org.sparkbackprop.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.error.Spelling;
import org.sparkbackprop.retrain.RetrainSettings;
import org.sparkbackprop.settings.ResultKeys;
import org.sparkbackprop.settings.Secrets;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.settings.recipe.AutomaticKey;
import org.sparkbackprop.storage.HadoopStorage;

/**
 * A configuration in HOCON with the changes of the command line, over the defaults of its recipe
 * and of {@code reference.conf}.
 *
 * @param name of the file, without directory and extension
 * @param source its path, for messages
 * @param config with all keys and their values
 * @param unknownKeys keys that {@code reference.conf} does not have, as problems
 */
public record ConfigurationFile(
    String name, String source, Config config, List<String> unknownKeys) {

  /** The section of values that differ from run to run. */
  static final String RUN = "run";

  private static final long LIMIT = 16 << 20;

  /**
   * Reads a file from any Hadoop file system.
   *
   * @param changes key=value each; a value that is not valid HOCON is a literal string
   */
  public static ConfigurationFile read(String path, List<String> changes, Configuration hadoop) {
    byte[] bytes = HadoopStorage.readFile(path, "the configuration", LIMIT, hadoop);
    String text = new String(bytes, StandardCharsets.UTF_8);
    String name = path.replaceFirst(".*/", "").replaceFirst("\\.[^.]*$", "");
    return of(name, path, parse(text, path, hadoop), changes);
  }

  /** The same without changes, as Hadoop's default configuration reaches the file. */
  public static ConfigurationFile read(String path) {
    return read(path, List.of(), new Configuration());
  }

  /**
   * The keys that a program sets.
   *
   * @param source their name in messages
   * @param base sections that are used for keys that are not set
   */
  static ConfigurationFile ofKeys(
      String name, String source, Map<String, ?> base, Map<String, Object> keys) {
    Config given = ConfigValueFactory.fromMap(base).toConfig();
    List<String> problems = new ArrayList<>();
    for (Map.Entry<String, Object> key : keys.entrySet()) {
      try {
        given = given.withValue(key.getKey(), ConfigValueFactory.fromAnyRef(key.getValue()));
      } catch (ConfigException e) {
        problems.add(
            key.getKey() + " must be a key with a text, number, boolean, list or map as its value");
      }
    }
    ConfigurationFile file = of(name, source, given, List.of());
    problems.addAll(file.unknownKeys);
    return new ConfigurationFile(name, source, file.config, problems);
  }

  /** The configuration that a model was trained with, changed. */
  public static ConfigurationFile ofModel(
      Map<String, ?> configuration, String source, List<String> changes) {
    return of("model", source, ConfigValueFactory.fromMap(configuration).toConfig(), changes);
  }

  /** All keys of a training, already complete. */
  static ConfigurationFile ofConfiguration(
      String name, String source, Map<String, ?> configuration) {
    return of(name, source, ConfigValueFactory.fromMap(configuration).toConfig(), List.of());
  }

  /** The same with provisional values of keys that are to be decided by the data. */
  ConfigurationFile provisionally(List<AutomaticKey> open) {
    Config all = config;
    for (AutomaticKey key : open) {
      all = all.withValue(key.key(), ConfigValueFactory.fromAnyRef(key.provisional()));
    }
    return new ConfigurationFile(name, source, all, unknownKeys);
  }

  private static ConfigurationFile of(
      String name, String source, Config given, List<String> changes) {
    List<String> unknown = new ArrayList<>();
    Config changed = withCurrentNames(given, unknown);
    for (String change : changes) {
      changed = withCurrentNames(apply(change, changed), unknown);
    }
    List<String> keys = changes.stream().map(ConfigurationFile::key).toList();
    ResultKeys.RENAMED.forEach(
        (earlier, key) -> {
          if (keys.contains(earlier) && keys.contains(key)) {
            unknown.add(bothGiven(earlier, key));
          }
        });
    findUnknown(changed.root(), reference().root(), "", unknown);
    try {
      Config resolved = RecipeDefaults.complete(changed);
      // the paths have its values; by itself it changes nothing
      return new ConfigurationFile(name, source, resolved.withoutPath(RUN), List.copyOf(unknown));
    } catch (ConfigException e) {
      throw new SettingsException(reason(e, changed.root().render(), source));
    }
  }

  /**
   * The settings of a training.
   *
   * @throws SettingsException naming all problems at once
   */
  public TrainingSettings training() {
    return TrainingReading.training(this);
  }

  /**
   * The further settings of a retraining.
   *
   * @throws SettingsException naming all problems at once
   */
  public RetrainSettings retraining() {
    return RetrainReading.retraining(this);
  }

  /**
   * The defaults, with their substitutions still open; keys that recipes decide have the value
   * {@code recipe}.
   */
  public static Config reference() {
    return ConfigFactory.parseResources(ConfigurationFile.class.getClassLoader(), "reference.conf");
  }

  private static Config parse(String text, String source, Configuration hadoop) {
    try {
      ConfigParseOptions options =
          ConfigParseOptions.defaults()
              .setOriginDescription(source)
              .setIncluder(new Includer(source, hadoop));
      return ConfigFactory.parseReader(new StringReader(text), options);
    } catch (ConfigException e) {
      throw new SettingsException("the configuration does not parse: " + reason(e, text, source));
    }
  }

  /**
   * Where and why a text is refused. The parser quotes the text at fault, which may be part of a
   * secret; if there are secrets, only the rule is shown.
   */
  private static String reason(ConfigException e, String text, String source) {
    String place = e.origin() == null ? source : e.origin().description();
    if (String.valueOf(e.getMessage()).contains("${run.")) {
      return place
          + ": retrain sets ${run.…}: ${run.id} is the id of the run, and ${run.date}, ${run.year},"
          + " ${run.month} and ${run.day} are of the date in it, or today's (UTC) without an id; for"
          + " other commands, set a key such as run.id = ID";
    }
    if (!Secrets.isSecret(text)) {
      String message = e.getMessage();
      return message.startsWith(place) ? message : place + ": " + message;
    }
    String rule =
        e instanceof ConfigException.UnresolvedSubstitution
            ? "${…} names no key; quote a text with $"
            : "this is not HOCON; quote texts with characters other than letters, digits, - and _,"
                + " and close every {";
    return place + ": " + rule;
  }

  /** {@code include "other.conf"} is a file beside the one that includes it. */
  private record Includer(String source, Configuration hadoop) implements ConfigIncluder {

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
      return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
      boolean absolute = what.startsWith("/") || what.contains(":/");
      String path = absolute ? what : source.replaceFirst("[^/]*$", "") + what;
      byte[] bytes = HadoopStorage.readFile(path, "the included configuration", LIMIT, hadoop);
      return parse(new String(bytes, StandardCharsets.UTF_8), path, hadoop).root();
    }
  }

  /** The same with the current names of renamed keys. */
  private static Config withCurrentNames(Config config, List<String> problems) {
    Config renamed = config;
    for (Map.Entry<String, String> names : ResultKeys.RENAMED.entrySet()) {
      List<String> path = ConfigUtil.splitPath(names.getKey());
      if (config.root().get(path.get(0)) instanceof ConfigObject section
          && section.containsKey(path.get(1))) {
        if (section.containsKey(ConfigUtil.splitPath(names.getValue()).get(1))) {
          problems.add(bothGiven(names.getKey(), names.getValue()));
        }
        renamed =
            renamed
                .withoutPath(names.getKey())
                .withValue(names.getValue(), section.get(path.get(1)));
      }
    }
    return renamed;
  }

  private static String bothGiven(String earlier, String key) {
    return earlier + " is the earlier name of " + key + "; give one of them";
  }

  /** The key of a change key=value. */
  private static String key(String change) {
    return change.substring(0, Math.max(0, change.indexOf('='))).trim();
  }

  private static Config apply(String change, Config config) {
    int equals = change.indexOf('=');
    if (equals < 1) {
      throw new SettingsException(
          "the change %s is not of the form key=value, as in training.epochs=10"
              .formatted(Secrets.isSecret(change) ? "…" : change));
    }
    String key = ResultKeys.RENAMED.getOrDefault(key(change), key(change));
    try {
      return config.withValue(key, value(change.substring(equals + 1)));
    } catch (ConfigException e) {
      throw new SettingsException("the change " + key + "=…: '" + key + "' is not a key");
    }
  }

  /**
   * Numbers, lists, objects and quoted strings are HOCON; plain text is taken as it is typed, even
   * if HOCON would see a comment in it.
   */
  private static ConfigValue value(String text) {
    ConfigValue literal = ConfigValueFactory.fromAnyRef(text);
    try {
      ConfigObject all = ConfigFactory.parseString("value = " + text).root();
      ConfigValue parsed = all.get("value");
      if (parsed == null || all.size() > 1) { // a comma would start another key
        return literal;
      }
      if (parsed.valueType() == ConfigValueType.STRING && !text.strip().startsWith("\"")) {
        return literal;
      }
      return parsed;
    } catch (ConfigException.NotResolved substitution) {
      Config open = ConfigFactory.parseString("value = " + text);
      return open.resolve(ConfigResolveOptions.defaults().setAllowUnresolved(true))
          .root()
          .get("value");
    } catch (ConfigException notHocon) {
      return literal;
    }
  }

  private static void findUnknown(
      ConfigObject given, ConfigObject known, String prefix, List<String> unknown) {
    for (Map.Entry<String, ConfigValue> entry : given.entrySet()) {
      String key = prefix + entry.getKey();
      ConfigValue expected = known.get(entry.getKey());
      if (expected == null) {
        unknown.add(key + " is not a key" + nearest(entry.getKey(), known, prefix));
      } else if (expected instanceof ConfigObject inner) {
        if (inner.isEmpty()) {
          continue; // the user's own names
        }
        if (entry.getValue() instanceof ConfigObject section) {
          findUnknown(section, inner, key + ".", unknown);
        } else {
          unknown.add(key + " is a section { … }, not a value");
        }
      }
    }
  }

  private static String nearest(String key, ConfigObject known, String prefix) {
    List<String> near = Spelling.nearest(key, known.keySet());
    if (near.isEmpty()) {
      return "; the keys here are " + String.join(", ", known.keySet().stream().sorted().toList());
    }
    return near.stream()
        .map(name -> prefix + name)
        .collect(Collectors.joining(" or ", "; did you mean ", "?"));
  }
}
