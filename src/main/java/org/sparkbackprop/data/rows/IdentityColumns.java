package org.sparkbackprop.data.rows;

import java.io.Serializable;
import java.util.List;
import org.sparkbackprop.settings.HoldOutSettings;
import org.sparkbackprop.settings.InputSettings;

/**
 * The columns read in addition to features, label and weight, to decide which part of the data set
 * a row belongs to.
 *
 * @param use of their values
 * @param names of the columns, in their order
 */
public record IdentityColumns(Use use, List<String> names) implements Serializable {

  /** Rows are not divided. */
  static final IdentityColumns NONE = new IdentityColumns(Use.NONE, List.of());

  /** Rows are divided without any columns: by their position or their content. */
  static final IdentityColumns OF_ROWS = new IdentityColumns(Use.OF_ROWS, List.of());

  /** What is done with the values. */
  public enum Use {
    NONE,
    OF_ROWS,
    /** Rows with the same values are in the same part. */
    HASHED,
    /** The newest rows are held out. */
    ORDERED
  }

  /** The columns that have to be read to divide the rows of an input. */
  static IdentityColumns of(HoldOutSettings settings, InputSettings input) {
    if (!settings.isAsked()) {
      return NONE;
    }
    if (settings.orderBy().isPresent()) {
      return new IdentityColumns(Use.ORDERED, List.of(settings.orderBy().get()));
    }
    List<String> hashed = settings.groupBy().isEmpty() ? input.columns().key() : settings.groupBy();
    return hashed.isEmpty() ? OF_ROWS : new IdentityColumns(Use.HASHED, List.copyOf(hashed));
  }

  /** The configuration keys that may name the columns, for messages. */
  public String keys() {
    return use == Use.ORDERED ? "validation.order-by" : "validation.group-by or input.key";
  }

  public int size() {
    return names.size();
  }
}
