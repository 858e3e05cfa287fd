/** Statements that define objects and rights, carried out on the catalog. */
@NullMarked
package io.orbit.query.define;

import org.jspecify.annotations.NullMarked;
