package org.sparkbackprop.data.rows;

import java.util.List;
import java.util.Map;

/** What a pass over the rows of a source has found, as far as the source has to know. */
public interface FoundRows {

  /** How many good rows there are of each label. */
  Map<String, Long> labelCounts();

  /** How many trained rows there are of each category of a column of categories. */
  Map<String, Long> categoryCounts(int column);

  /** The files of which a part could not be read behind its last position, for this reason. */
  List<String> filesDamagedBy(String reason);
}
