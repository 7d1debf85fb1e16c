/** Texts and numbers as they stand in the data. */
package org.sparkbackprop.data.values;
