/** Delimited text and ARFF. */
package org.sparkbackprop.data.source.csv;
