/** Local SGD: rounds of mini-batch steps in every partition, and the means of their results. */
package org.sparkbackprop.training.localsgd;
