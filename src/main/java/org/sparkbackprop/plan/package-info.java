/**
 * What a training will do and need: {@link org.sparkbackprop.plan.Plan} is the use case, {@link
 * org.sparkbackprop.plan.TrainingPlan} its result.
 *
 * <p>Programs may rely on what is public here.
 */
package org.sparkbackprop.plan;
