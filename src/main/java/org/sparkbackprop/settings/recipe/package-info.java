/**
 * Named sets of defaults: {@link org.sparkbackprop.settings.recipe.Recipes} is the table. What they
 * leave to the data is an {@link org.sparkbackprop.settings.recipe.AutomaticKey}, and becomes a
 * {@link org.sparkbackprop.settings.recipe.Choice}.
 */
package org.sparkbackprop.settings.recipe;
