/** Type names, conversions between types and the rules for choosing them. */
@NullMarked
package io.orbit.query.type;

import org.jspecify.annotations.NullMarked;
