/** From what is asked to a good way of finding it: rewrite rules, join order, access paths. */
@NullMarked
package io.orbit.query.optimize;

import org.jspecify.annotations.NullMarked;
