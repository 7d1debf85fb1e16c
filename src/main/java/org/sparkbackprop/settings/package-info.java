/**
 * Every setting as a value that any program can make.
 *
 * <p>Builders gather keys; names, defaults and rules of keys are known in one place, {@code
 * config}, which lies above and is found as a service ({@link SettingsFactory}).
 *
 * <p>Programs may rely on what is public here.
 */
package org.sparkbackprop.settings;
