/** Results as text: table, expanded, JSON, CSV and plain. */
@NullMarked
package io.orbit.client.output;

import org.jspecify.annotations.NullMarked;
