/** Tables and queries of databases, and what must be known of their types. */
package org.sparkbackprop.data.source.jdbc;
