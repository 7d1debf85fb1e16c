/** What the rows of a training are like, and how far two sets of them are apart. */
package org.sparkbackprop.statistics;
