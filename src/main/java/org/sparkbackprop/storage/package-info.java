/**
 * A small interface over file systems, and the JSON that is kept in them.
 *
 * <p>{@link org.sparkbackprop.storage.Storage} reads, writes a file as a whole and moves a finished
 * directory into place. {@link org.sparkbackprop.storage.LocalStorage} needs nothing but the JDK;
 * {@link org.sparkbackprop.storage.HadoopStorage} reaches whatever Hadoop reaches.
 */
package org.sparkbackprop.storage;
