/** The commands: they parse, call a use case, print and choose the exit code. */
package org.sparkbackprop.cli;
