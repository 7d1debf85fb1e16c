/**
 * Every setting as a value that any program can make.
 *
 * <p>Programs may rely on what is public here.
 */
package org.sparkbackprop.settings;
