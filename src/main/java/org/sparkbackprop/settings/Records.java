package org.sparkbackprop.settings;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/** Copies of records that differ in one component. */
final class Records {

  private Records() {}

  /**
   * The same record with another value.
   *
   * @param component name of the component that gets the value
   */
  @SuppressWarnings("unchecked") // the constructor is that of the record's own class
  static <R extends Record> R with(R record, String component, Object value) {
    RecordComponent[] components = record.getClass().getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    Arrays.setAll(types, i -> components[i].getType());
    try {
      boolean found = false;
      for (int i = 0; i < components.length; i++) {
        boolean other = components[i].getName().equals(component);
        found |= other;
        values[i] = other ? value : components[i].getAccessor().invoke(record);
      }
      if (!found) {
        throw new IllegalArgumentException(record.getClass() + " has no " + component);
      }
      return (R) record.getClass().getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
