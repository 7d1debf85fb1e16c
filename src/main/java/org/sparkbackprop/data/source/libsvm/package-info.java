/** Sparse rows in the format of LibSVM. */
package org.sparkbackprop.data.source.libsvm;
