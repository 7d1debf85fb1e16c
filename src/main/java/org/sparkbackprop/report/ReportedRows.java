package org.sparkbackprop.report;

import java.util.List;
import java.util.Optional;
import org.sparkbackprop.error.Message;
import org.sparkbackprop.metrics.Metrics;
import org.sparkbackprop.metrics.importance.Importance;

/**
 * The rows by which a report judges a model: those of the test part if there is one, else of the
 * validation part, else those of the training.
 *
 * @param part which rows these are
 * @param metrics of the model over them
 * @param chosen what was chosen by these same rows, each in a word
 * @param importance of the columns
 * @param numbers that were predicted, of a sample; empty if the target is of another kind
 */
public record ReportedRows(
    Part part,
    Metrics metrics,
    List<String> chosen,
    Importance importance,
    Optional<PredictedNumbers> numbers) {

  /** The parts of the rows, the one that is to be believed most last. */
  public enum Part {
    TRAINING("training part"),
    VALIDATION("validation part"),
    TEST("test part");

    private final String words;

    Part(String words) {
      this.words = words;
    }

    /** What it is called in a sentence. */
    public String words() {
      return words;
    }
  }

  /** Copies the list. */
  public ReportedRows {
    chosen = List.copyOf(chosen);
  }

  /** Which rows these are and how far their figures can be believed, in sentences. */
  String sentence() {
    String rows = Message.of("%,d", metrics.samples());
    String which =
        switch (part) {
          case TEST ->
              "The figures below are those of the test part: "
                  + rows
                  + " rows that the network was not trained on and by which nothing was chosen.";
          case VALIDATION ->
              "The figures below are those of the validation part: "
                  + rows
                  + " rows that the network was not trained on. "
                  + ofChoices();
          case TRAINING ->
              "No rows were held out: the figures below are those of the "
                  + rows
                  + " training rows themselves, so expect worse of new rows. validation.fraction and"
                  + " test.fraction hold rows out.";
        };
    return metrics.isWeighted()
        ? which + " Each row counts once here; metrics.json has the weighted figures too."
        : which;
  }

  private String ofChoices() {
    return chosen.isEmpty()
        ? "Nothing was chosen by them."
        : "Since these same rows chose the "
            + listed()
            + ", the figures are optimistic; test.fraction holds out rows that choose nothing.";
  }

  private String listed() {
    int last = chosen.size() - 1;
    return last == 0
        ? chosen.get(0)
        : String.join(", ", chosen.subList(0, last)) + " and " + chosen.get(last);
  }
}
