package org.sparkbackprop.training;

import java.io.Serializable;
import java.util.List;

/**
 * Some epochs of a training, done at one go.
 *
 * @param state after them; where they diverged, as it was when that was noticed
 * @param records of the epochs that are recorded, their seconds counted from the segment's begin
 * @param diverged whether a cost, a gradient or a weight was not finite
 */
public record Segment(TrainingState state, List<EpochRecord> records, boolean diverged)
    implements Serializable {}
