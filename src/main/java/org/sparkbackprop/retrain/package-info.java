/**
 * Scheduled retraining: warm start, gate, publication.
 *
 * <p>Programs may rely on what is public here.
 */
package org.sparkbackprop.retrain;
