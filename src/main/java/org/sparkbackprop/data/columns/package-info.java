/** Which column of a table is what. */
package org.sparkbackprop.data.columns;
