package org.sparkbackprop.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.settings.recipe.Recipes;

/** Given keys win over the recipe's, and these over {@code reference.conf}. */
class RecipeTest {

  private static Config all(String given) {
    return RecipeDefaults.complete(ConfigFactory.parseString(given));
  }

  private static TrainingSettings settings(String... keys) {
    TrainingSettings.Builder builder = TrainingSettings.builder();
    for (String key : keys) {
      String[] parts = key.split("=", 2);
      builder.set(parts[0], ConfigFactory.parseString("v=" + parts[1]).getValue("v").unwrapped());
    }
    return builder.build();
  }

  @ParameterizedTest
  @EnumSource
  void aRecipeHasAValueForExactlyTheKeysThatRecipesDecide(Recipes recipe) {
    assertThat(RecipeDefaults.keys()).contains("network.hidden", "optimizer.schedule.shape");
    assertThat(names(RecipeDefaults.of(recipe))).containsExactlyElementsOf(RecipeDefaults.keys());
    for (String section : List.of("methods", "optimizers")) {
      for (ConfigValue other : RecipeDefaults.file(recipe).getObject(section).values()) {
        assertThat(RecipeDefaults.keys()).containsAll(names(other.atKey("x").getConfig("x")));
      }
    }
  }

  private static Set<String> names(Config config) {
    TreeSet<String> names = new TreeSet<>();
    config.entrySet().forEach(entry -> names.add(entry.getKey()));
    return names;
  }

  /** Each value has its reason in a comment, or its section has. */
  @ParameterizedTest
  @EnumSource
  void aRecipeSaysWhyForEachKey(Recipes recipe) {
    Config file = RecipeDefaults.file(recipe);
    assertThat(RecipeDefaults.keys())
        .allSatisfy(
            key -> {
              String section = key.substring(0, key.lastIndexOf('.'));
              List<String> comments = new ArrayList<>(file.getValue(key).origin().comments());
              comments.addAll(file.getValue(section).origin().comments());
              assertThat(comments).as(key).isNotEmpty();
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // own stands for the recipe standard's value; the recipe's, and nothing of another one
        "recipe = textbook | network.activation | sigmoid",
        "recipe = standard | network.activation | own",
        // what is given
        "recipe = textbook, network.activation = tanh | network.activation | tanh",
        "recipe = standard, network.activation = tanh | network.activation | tanh",
        "recipe = standard, network.activation = tanh | optimizer.name | own",
        "recipe = standard, stopping.patience = 0 | stopping.patience | 0",
        // the word leaves a key to the recipe
        "recipe = standard, network.activation = recipe | network.activation | own",
        // what no recipe decides
        "recipe = standard | optimizer.momentum | 0.9",
        // substitutions see the recipe's
        "recipe = textbook, training.record-every = ${training.epochs} | training.record-every | 100",
        "recipe = ${x}, x = textbook | network.activation | sigmoid",
        // another method, another optimiser
        "recipe = standard, training.method = full-batch | optimizer.name | l-bfgs",
        "recipe = standard, training.method = full-batch | optimizer.learning-rate | default",
        "recipe = standard, training.method = full-batch | optimizer.schedule.shape | constant",
        "recipe = standard, training.method = full-batch | network.activation | own",
        "recipe = standard, optimizer.name = momentum | optimizer.learning-rate | default",
        "recipe = standard, optimizer.name = momentum | optimizer.schedule.shape | constant",
        "recipe = standard, optimizer.name = momentum | training.method | own",
        "recipe = standard, training.method = local-sgd | optimizer.learning-rate | 0.003",
        "recipe = standard, training.method = local-sgd, optimizer.name = momentum | optimizer.learning-rate | default",
        "recipe = standard, optimizer.name = l-bfgs | training.method | full-batch",
        "recipe = standard, optimizer { name = l-bfgs, learning-rate = 2 } | optimizer.learning-rate | 2",
        "recipe = standard, training.method = full-batch, optimizer.name = adam | optimizer.name | adam",
        "recipe = textbook, training.method = local-sgd | training.epochs | 100",
        // a name that there is not is refused elsewhere
        "recipe = standard, optimizer.name = adma | optimizer.schedule.shape | own",
      })
  void theGivenWinsThenTheRecipe(String given, String key, String value) {
    Config own = RecipeDefaults.of(Recipes.STANDARD);
    Config expected = value.equals("own") ? own : ConfigFactory.empty();
    assertThat(String.valueOf(all(given).getValue(key).unwrapped()))
        .isEqualTo(expected.hasPath(key) ? expected.getString(key) : value);
  }

  @ParameterizedTest
  @EnumSource
  void namingWhatTheRecipeHasChangesNothing(Recipes recipe) {
    String named = "recipe = " + recipe.recipeName();
    Config without = all(named);
    for (String key : List.of("training.method", "optimizer.name")) {
      Config with = all(named + ", " + key + " = " + without.getString(key));
      assertThat(with).isEqualTo(without);
    }
  }

  @Test
  void anUnknownRecipeIsNamedWithAllOtherProblems() {
    assertThatThrownBy(() -> settings("recipe=standart", "network.hidden=[0]"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContainingAll(
            "recipe = standart must be one of standard, textbook", "network.hidden = [0]");
    assertThatThrownBy(() -> TrainingSettings.builder().set("recipe", null).build())
        .hasMessageContaining("recipe must be given, one of standard, textbook");
  }

  @Test
  void theNameOfTheRecipeIsKeptAndItsValuesCount() {
    TrainingSettings standard = settings("recipe=standard");
    TrainingSettings textbook = settings("recipe=textbook");
    assertThat(standard.configuration()).containsEntry("recipe", "standard");
    assertThat(textbook.resultKeys().values()).containsOnlyKeys("input.format");
    assertThat(standard.resultKeys().values())
        .containsKey("network.activation")
        .doesNotContainKey("recipe");
    assertThat(settings("recipe=standard", "network.activation=sigmoid").resultKeys().values())
        .doesNotContainKey("network.activation");
    Map<?, ?> network = (Map<?, ?>) textbook.configuration().get("network");
    assertThat(network.get("hidden")).isEqualTo(List.of(3));
  }
}
