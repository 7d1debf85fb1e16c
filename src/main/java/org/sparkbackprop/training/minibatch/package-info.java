/**
 * Synchronous mini-batches: every step takes the gradient of a mini-batch that is spread over all
 * partitions. In one JVM threads compute its parts; on a cluster a job does.
 */
package org.sparkbackprop.training.minibatch;
