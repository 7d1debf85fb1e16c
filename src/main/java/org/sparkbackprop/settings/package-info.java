/**
 * Every setting as a value that any program can make.
 *
 * <p>Builders collect keys; package {@code config}, which is found as a service ({@link
 * SettingsFactory}), knows their names, defaults and rules.
 *
 * <p>Programs may rely on what is public here.
 */
package org.sparkbackprop.settings;
