/** Named sets of defaults: {@link org.sparkbackprop.settings.recipe.Recipes} is the table. */
package org.sparkbackprop.settings.recipe;
