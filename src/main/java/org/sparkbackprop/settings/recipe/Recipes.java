package org.sparkbackprop.settings.recipe;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The table of recipes, which are named sets of defaults: a new one is a line here and a file that
 * gives a value to every key with the value {@code recipe} in {@code reference.conf}.
 */
public enum Recipes {
  /** For a good model of data that nobody has looked at. */
  STANDARD("standard"),
  /** Backpropagation as textbooks have it. */
  TEXTBOOK("textbook");

  private final String recipeName;

  Recipes(String recipeName) {
    this.recipeName = recipeName;
  }

  /** The names of all recipes. */
  public static List<String> names() {
    return Arrays.stream(values()).map(Recipes::recipeName).toList();
  }

  /** The recipe of that name, if there is one. */
  public static Optional<Recipes> named(String name) {
    return Arrays.stream(values()).filter(recipe -> recipe.recipeName.equals(name)).findFirst();
  }

  /** The name in configurations. */
  public String recipeName() {
    return recipeName;
  }

  /** Its file, a resource of this library. */
  public String resource() {
    return "recipes/" + recipeName + ".conf";
  }
}
