/** Which rows are for training, validation and test. */
package org.sparkbackprop.data.holdout;
