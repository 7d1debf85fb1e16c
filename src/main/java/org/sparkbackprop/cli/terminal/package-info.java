/** Everything that is printed. */
package org.sparkbackprop.cli.terminal;
