package org.sparkbackprop.plan;

import java.util.List;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.data.PreparationChoice;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.data.rows.Input;
import org.sparkbackprop.data.rows.RowSource;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.settings.HoldOutSettings;
import org.sparkbackprop.settings.PreparationSettings;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.settings.recipe.AutomaticKey;
import org.sparkbackprop.settings.recipe.Choice;

/**
 * A training whose rows are inspected, so that nothing is left open.
 *
 * @param input its rows; to be closed
 * @param settings with every choice that the data decide
 */
public record InspectedTraining(InspectedInput input, TrainingSettings settings) {

  /** Inspects every row and decides what the settings leave to the data. */
  public static InspectedTraining of(
      JavaSparkContext spark, Input rows, TrainingSettings settings) {
    return of(spark, rows, settings, settings.computing().precision(), preparation -> List.of());
  }

  /**
   * The same.
   *
   * @param precision of the numbers that are not stored as bytes
   * @param others choices that win over the rules, once the preparation of rows is known
   */
  public static InspectedTraining of(
      JavaSparkContext spark,
      Input rows,
      TrainingSettings settings,
      Precision precision,
      Function<Preparation, List<Choice>> others) {
    BySource bySource = new BySource(settings);
    InspectedInput input =
        InspectedInput.forTraining(
            spark,
            rows,
            settings.input(),
            bySource,
            settings.target(),
            settings.validation().heldOut(),
            precision);
    try {
      TrainingSettings known =
          withHoldOut(bySource.settings, input, settings.validation().heldOut());
      TrainingSettings given =
          known.decided(known.decisions().fitting(others.apply(input.preparation())));
      TrainingSettings withNetwork =
          given.decided(AutomaticValues.ofNetwork(input.traits(), given));
      int partitions = PreparedData.partitions(input, withNetwork.packing(precision)).number();
      List<Choice> left = AutomaticValues.of(input.traits(), withNetwork, partitions);
      return new InspectedTraining(input, withNetwork.decided(left));
    } catch (Throwable e) {
      input.close();
      throw e;
    }
  }

  private static TrainingSettings withHoldOut(
      TrainingSettings settings, InspectedInput input, HoldOutSettings asked) {
    if (!settings.decisions().isOpen(AutomaticKey.VALIDATION)) {
      return settings;
    }
    double share = input.heldOut().map(rows -> rows.shares().validation()).orElse(0.0);
    long rows = input.rows().used();
    Choice choice =
        settings.validation().input().isPresent()
            ? AutomaticKey.VALIDATION.as(0.0, "validation.path names the rows")
            : AutomaticValues.validation(share, rows, asked.leastRows());
    return settings.decided(List.of(choice));
  }

  /** Decides how rows are prepared when their source is open. */
  private static final class BySource implements PreparationChoice {

    private TrainingSettings settings;

    BySource(TrainingSettings settings) {
      this.settings = settings;
    }

    @Override
    public PreparationSettings expected() {
      return settings.preparation();
    }

    @Override
    public PreparationSettings of(RowSource source) {
      double divisor = settings.input().divideBy().orElse(source.divisor());
      settings =
          settings.decided(
              AutomaticValues.ofSource(
                  source.shape().form(), divisor, source.shape().numbers(), settings));
      return settings.preparation();
    }
  }
}
