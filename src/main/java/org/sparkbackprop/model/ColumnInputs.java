package org.sparkbackprop.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Which inputs of a network a column of the rows has: its features, marks and bins. */
public final class ColumnInputs {

  private ColumnInputs() {}

  /** The numbers of the inputs of each column, ascending, in the order of the columns. */
  public static List<int[]> of(Preparation preparation) {
    List<List<Integer>> ofFeatures = ofFeatures(preparation);
    List<int[]> inputs = new ArrayList<>();
    int first = 0;
    for (InputColumn column : preparation.columns()) {
      int end = first + column.features();
      inputs.add(
          ofFeatures.subList(first, end).stream()
              .flatMap(List::stream)
              .mapToInt(Integer::intValue)
              .sorted()
              .toArray());
      first = end;
    }
    return inputs;
  }

  private static List<List<Integer>> ofFeatures(Preparation preparation) {
    List<List<Integer>> inputs = new ArrayList<>();
    IntStream.range(0, preparation.features())
        .forEach(feature -> inputs.add(new ArrayList<>(List.of(feature))));
    int at = preparation.features();
    for (int marked : preparation.added().marked()) {
      inputs.get(marked).add(at++);
    }
    double[][] edges = preparation.added().edges();
    for (int feature = 0; feature < edges.length; feature++) {
      for (int bin = 1; bin < edges[feature].length; bin++) {
        inputs.get(feature).add(at++);
      }
    }
    return inputs;
  }
}
