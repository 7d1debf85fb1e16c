package org.sparkbackprop.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.settings.RowStorage;

/** What may go wrong with a training or is probably not intended. */
final class PlanNotes {

  /** Classes this many times smaller than the largest are hardly learned. */
  private static final int RARE = 20;

  /** More classes than this, with few rows each, are probably not intended. */
  private static final int MANY_CLASSES = 100;

  private static final int FEW_ROWS = 20;

  private final TrainingPlan plan;
  private final InspectedInput input;

  PlanNotes(TrainingPlan plan) {
    this.plan = plan;
    this.input = plan.input();
  }

  List<String> all() {
    List<String> notes = new ArrayList<>(input.warnings());
    input.firstFault().ifPresent(fault -> notes.add("the first bad row is " + fault));
    input.heldOut().ifPresent(rows -> notes.addAll(rows.notes()));
    noteManyClasses(notes);
    if (plan.isLargerThanMemory()) {
      notes.add(tooLarge());
    }
    if (plan.partitions().number() > input.trainedRows()) {
      notes.add(
          text(
              "%,d of %,d partitions will be empty, as there are only %,d rows; lower training.partitions",
              plan.partitions().number() - input.trainedRows(),
              plan.partitions().number(),
              input.trainedRows()));
    }
    int all = plan.allCores();
    if (secondsAreLong() && plan.cores() < all) {
      notes.add(
          text(
              "%,d of %,d cores will be idle; raise training.partitions to a multiple of the cores",
              all - plan.cores(), all));
    }
    noteResults(notes);
    noteRareClasses(notes);
    return notes;
  }

  /** Whether training takes more than a minute, so that idle cores matter. */
  private boolean secondsAreLong() {
    double operations = (double) plan.network().operationsPerSample() * input.trainedRows();
    return operations * plan.settings().epochs().number() > 1e12;
  }

  private String tooLarge() {
    String remedy =
        "give more memory (spark.executor.memory, in local mode spark.driver.memory)"
            + (plan.settings().computing().precision() == Precision.DOUBLE
                ? ", or training.precision = float, half as large"
                : "");
    boolean memoryOnly = plan.settings().computing().storage().equals(RowStorage.MEMORY_ONLY);
    return text(
        "the rows take %s, but there is room for only %s: the rest %s, which slows down every epoch; %s",
        ByteCount.text(input.bytes()),
        ByteCount.text(plan.memory().bytes()),
        memoryOnly ? "is computed again in every epoch" : "goes to local disks",
        remedy);
  }

  private void noteResults(List<String> notes) {
    if (plan.resultsAreTooLarge()) {
      notes.add(
          text(
              "the results of a job, %s, exceed spark.driver.maxResultSize = %s, so it will fail; set"
                  + " spark.driver.maxResultSize=%dg",
              ByteCount.text(plan.resultBytes()),
              plan.maxResultSize(),
              1 + (plan.resultBytes() >> 29)));
    }
  }

  private void noteManyClasses(List<String> notes) {
    int classes = input.preparation().classes();
    if (input.preparation().target().isClass()
        && classes > MANY_CLASSES
        && input.rows().used() < (long) FEW_ROWS * classes) {
      notes.add(
          text(
              "there are %,d classes with %,.1f rows each; is the label a number to be predicted? then"
                  + " set target.kind = number",
              classes, (double) input.rows().used() / classes));
    }
  }

  private void noteRareClasses(List<String> notes) {
    NavigableMap<String, Long> counts = input.labelCounts();
    long max = counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
    List<String> rare =
        counts.entrySet().stream()
            .filter(entry -> entry.getValue() * RARE < max)
            .map(entry -> text("%s (%,d)", entry.getKey(), entry.getValue()))
            .toList();
    if (!rare.isEmpty()) {
      notes.add(
          text(
              input.preparation().target().isClass()
                  ? "classes with few rows: %s, while the largest has %,d; if they are mistakes, name the"
                      + " classes in input.classes; if not, training.class-weights = balanced gives them"
                      + " more weight"
                  : "labels of few rows: %s, while the most frequent one has %,d; if they are mistakes, name"
                      + " the others in input.classes, or leave their columns out of target.columns",
              String.join(", ", rare.subList(0, Math.min(10, rare.size()))),
              max));
    }
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
