/** The second pass: rows are encoded, sent to their partition and joined to blocks. */
package org.sparkbackprop.data.pack;
