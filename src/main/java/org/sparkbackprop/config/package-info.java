/** HOCON files, turned into settings; all problems of a file are named at once. */
package org.sparkbackprop.config;
