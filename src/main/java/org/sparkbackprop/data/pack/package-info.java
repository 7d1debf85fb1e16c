/** The second pass: rows are encoded, sent to their partitions and joined to blocks. */
package org.sparkbackprop.data.pack;
