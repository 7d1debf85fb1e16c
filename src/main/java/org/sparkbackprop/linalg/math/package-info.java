/** exp, sigmoid, tanh, sums and random numbers, with the same bits on every machine. */
package org.sparkbackprop.linalg.math;
