/**
 * The formats: a new one is a file of its own and a line in {@link
 * org.sparkbackprop.data.source.Formats}.
 */
package org.sparkbackprop.data.source;
