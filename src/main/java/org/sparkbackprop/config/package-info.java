/**
 * What the keys of {@code reference.conf} mean, and which values they may have: the keys of HOCON
 * files and those that a program sets become settings; all problems are named at once.
 */
package org.sparkbackprop.config;
