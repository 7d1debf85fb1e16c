package org.sparkbackprop.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.sparkbackprop.settings.recipe.Recipes;

/**
 * The layer of defaults between the keys that are given and {@code reference.conf}: those of a
 * recipe, which depend on the method and the optimiser that are given, if they are not its own.
 */
final class RecipeDefaults {

  /** The key that names the recipe, and the value of the keys that it decides. */
  static final String KEY = "recipe";

  private static final String METHOD = "training.method";
  private static final String OPTIMIZER = "optimizer.name";

  /** The sections of a recipe's file with what changes for another method or optimiser. */
  private static final String METHODS = "methods";

  private static final String OPTIMIZERS = "optimizers";

  /** The section with what changes for targets other than classes. */
  private static final String TARGETS = "targets";

  private static final String TARGET = "target.kind";
  private static final String CLASS = "class";

  private RecipeDefaults() {}

  /** The keys that recipes decide. */
  static List<String> keys() {
    TreeSet<String> keys = new TreeSet<>();
    for (Map.Entry<String, ConfigValue> key : ConfigurationFile.reference().resolve().entrySet()) {
      if (isWord(key.getValue())) {
        keys.add(key.getKey());
      }
    }
    return List.copyOf(keys);
  }

  private static boolean isWord(ConfigValue value) {
    return KEY.equals(value.unwrapped());
  }

  /** A recipe's own defaults. */
  static Config of(Recipes recipe) {
    return file(recipe).withoutPath(METHODS).withoutPath(OPTIMIZERS).withoutPath(TARGETS);
  }

  /** A recipe's file. */
  static Config file(Recipes recipe) {
    return ConfigFactory.parseResources(
        RecipeDefaults.class.getClassLoader(),
        recipe.resource(),
        ConfigParseOptions.defaults().setAllowMissing(false));
  }

  /**
   * The defaults for keys that are given; if the recipe's name is none, those of the standard one.
   *
   * @param given may have substitutions, of other keys too
   */
  static Config of(Config given) {
    Config reference = ConfigurationFile.reference();
    Config undecided =
        reference.withOnlyPath(METHOD).withFallback(reference.withOnlyPath(OPTIMIZER));
    Config known =
        given
            .withFallback(undecided)
            .withFallback(of(Recipes.TEXTBOOK)) // any recipe: only its types matter
            .withFallback(reference)
            .resolve();
    Recipes recipe = word(known, KEY).flatMap(Recipes::named).orElse(Recipes.STANDARD);
    Config file = file(recipe);
    Config defaults = of(recipe);
    Config optimizer =
        other(word(known, OPTIMIZER), defaults.getString(OPTIMIZER), file.getConfig(OPTIMIZERS));
    String method = optimizer.withFallback(defaults).getString(METHOD);
    Optional<String> givenMethod = word(known, METHOD).filter(name -> !name.equals(KEY));
    Config ofMethod =
        other(
            Optional.of(givenMethod.orElse(method)),
            defaults.getString(METHOD),
            file.getConfig(METHODS));
    Config ofTarget = other(word(known, TARGET), CLASS, file.getConfig(TARGETS));
    return optimizer.withFallback(ofMethod).withFallback(ofTarget).withFallback(defaults);
  }

  private static Optional<String> word(Config config, String key) {
    return config.hasPath(key)
        ? Optional.of(String.valueOf(config.getValue(key).unwrapped()))
        : Optional.empty();
  }

  /** The defaults of what is named instead of the recipe's own. */
  private static Config other(Optional<String> named, String own, Config sections) {
    return named
        .filter(name -> !name.equals(KEY) && !name.equals(own))
        .map(ConfigUtil::quoteString)
        .filter(sections::hasPath)
        .map(sections::getConfig)
        .orElseGet(ConfigFactory::empty);
  }

  /**
   * All keys, over the defaults.
   *
   * @param given may have substitutions
   */
  static Config complete(Config given) {
    Config defaults = of(given);
    Config all = given.withFallback(defaults).withFallback(ConfigurationFile.reference()).resolve();
    for (String key : keys()) { // who gives the word recipe leaves the key to it
      if (all.hasPath(key) && isWord(all.getValue(key))) {
        all = all.withValue(key, defaults.getValue(key));
      }
    }
    return all;
  }

  /** All keys of a configuration that gives none but the name of its recipe, textbook. */
  static Config textbook() {
    return of(Recipes.TEXTBOOK).withFallback(ConfigurationFile.reference()).resolve();
  }
}
