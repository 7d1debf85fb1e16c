/**
 * What this project costs, and what others cost on the same machine. Profile {@code benchmarks}.
 */
package org.sparkbackprop.benchmark;
