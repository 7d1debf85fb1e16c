/** Finding, opening and decompressing input files. */
package org.sparkbackprop.data.files;
