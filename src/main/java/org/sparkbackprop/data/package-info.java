/**
 * From files to batches.
 *
 * <p>Each format is a {@link org.sparkbackprop.data.SampleSource} in a file of its own, named in
 * {@link org.sparkbackprop.data.Formats}. What it reads, {@link org.sparkbackprop.data.Sample}s in
 * an order that depends on the data alone, {@link org.sparkbackprop.data.BatchPacker} packs into
 * the blocks that the network computes with.
 */
package org.sparkbackprop.data;
