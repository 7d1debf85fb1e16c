/** Lines of JSON. */
package org.sparkbackprop.data.source.json;
