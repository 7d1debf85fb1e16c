/** Text files, divided into splits, line by line. */
package org.sparkbackprop.data.source.text;
