/** What predictions are worth, and what to doubt about them. */
package org.sparkbackprop.metrics;
