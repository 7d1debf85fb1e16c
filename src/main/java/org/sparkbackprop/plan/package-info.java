/**
 * What a training will do and need, before its rows are packed.
 *
 * <p>Programs may rely on what is public here.
 */
package org.sparkbackprop.plan;
