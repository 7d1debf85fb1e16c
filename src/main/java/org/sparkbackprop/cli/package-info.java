/** Commands and configuration: the only place that wires the other rooms together. */
package org.sparkbackprop.cli;
