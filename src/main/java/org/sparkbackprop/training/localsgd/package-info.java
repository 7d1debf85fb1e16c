/**
 * Local SGD: rounds of mini-batch steps in every partition, and the means of what they end with.
 */
package org.sparkbackprop.training.localsgd;
