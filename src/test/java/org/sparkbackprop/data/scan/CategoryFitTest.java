package org.sparkbackprop.data.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.model.InputColumn.Level;
import org.sparkbackprop.model.Preparation.MissingCategories;
import org.sparkbackprop.model.Preparation.UnknownCategories;

class CategoryFitTest {

  private static final InputColumn COLOR = InputColumn.category("color", List.of());

  /** Of held-out rows alone: pink. */
  private static final Map<String, Long> COUNTS =
      Map.of("red", 3L, "blue", 2L, "green", 2L, "gold", 1L, "pink", 0L);

  private static InputColumn fitted(
      UnknownCategories unknown, MissingCategories missing, int fewest, int max, long missingRows) {
    return new CategoryFit(unknown, missing, fewest, max).fitted(COLOR, COUNTS, missingRows);
  }

  @Test
  void categoriesOfHeldOutRowsAndRareOnesAreOther() {
    InputColumn fitted = fitted(UnknownCategories.OTHER, MissingCategories.LIKE_NUMBERS, 1, 9, 5);
    assertThat(fitted.categories()).containsExactly("blue", "gold", "green", "red");
    assertThat(fitted.levels()).isEmpty();
    fitted = fitted(UnknownCategories.OTHER, MissingCategories.LEVEL, 2, 9, 5);
    assertThat(fitted.categories()).containsExactly("blue", "green", "red");
    assertThat(fitted.levels()).containsExactly(Level.OTHER, Level.MISSING);
    assertThat(fitted.featureNames())
        .containsExactly(
            "color=blue", "color=green", "color=red", "color (other)", "color (missing)");
    fitted = fitted(UnknownCategories.ZEROS, MissingCategories.LEVEL, 1, 9, 0);
    assertThat(fitted.categories()).contains("pink").hasSize(5);
    assertThat(fitted.levels()).isEmpty();
  }

  @Test
  void theMostFrequentAreKeptAndOfEqualsTheFirstByCodePoint() {
    InputColumn fitted = fitted(UnknownCategories.OTHER, MissingCategories.LIKE_NUMBERS, 1, 2, 0);
    assertThat(fitted.categories()).containsExactly("blue", "red");
    assertThat(fitted.levels()).containsExactly(Level.OTHER);
    assertThatThrownBy(
            () -> fitted(UnknownCategories.ZEROS, MissingCategories.LIKE_NUMBERS, 1, 2, 0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("column color has more than 2 categories")
        .hasMessageContaining("input.max-categories");
  }

  @Test
  void absurdlyManyCategoriesRemainAnError() {
    CategoryFit fit = new CategoryFit(UnknownCategories.OTHER, MissingCategories.LEVEL, 1, 1000);
    assertThat(fit.maxCounted()).isEqualTo(100_000);
    Map<String, Long> counts = new HashMap<>();
    for (int i = 0; i <= 100_000; i++) {
      counts.put("k" + i, 1L);
    }
    assertThatThrownBy(() -> fit.fitted(COLOR, counts, 0))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "column color has more than 100,000 categories, which are too many to learn from;"
                + " leave it out by input.ignore");
  }

  @Test
  void givenCategoriesStayAndGetOthers() {
    InputColumn given = InputColumn.category("color", List.of("red", "pink"));
    InputColumn fitted =
        new CategoryFit(UnknownCategories.OTHER, MissingCategories.LIKE_NUMBERS, 4, 1)
            .fitted(given, COUNTS, 0);
    assertThat(fitted.categories()).containsExactly("red", "pink");
    assertThat(fitted.levels()).containsExactly(Level.OTHER);
  }

  @Test
  void aColumnWithoutAnyValueIsAnErrorUnlessThatIsALevel() {
    CategoryFit refused =
        new CategoryFit(UnknownCategories.OTHER, MissingCategories.LIKE_NUMBERS, 1, 9);
    assertThatThrownBy(() -> refused.fitted(COLOR, Map.of(), 7))
        .isInstanceOf(DataException.class)
        .hasMessage("column color has no value in any row");
    InputColumn level =
        new CategoryFit(UnknownCategories.OTHER, MissingCategories.LEVEL, 1, 9)
            .fitted(COLOR, Map.of(), 7);
    assertThat(level.featureNames()).containsExactly("color (missing)");
  }
}
