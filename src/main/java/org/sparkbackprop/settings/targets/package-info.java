/** What is predicted, and where the rows have it. */
package org.sparkbackprop.settings.targets;
