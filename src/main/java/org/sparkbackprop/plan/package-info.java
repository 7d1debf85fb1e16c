/**
 * What a training will do and need, before its rows are packed: {@link org.sparkbackprop.plan.Plan}
 * is the use case.
 *
 * <p>Programs may rely on what is public here.
 */
package org.sparkbackprop.plan;
