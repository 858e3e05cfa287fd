/** From a language's tree to the bound algebra: names, scopes, types, overloads, coercion. */
@NullMarked
package io.orbit.query.bind;

import org.jspecify.annotations.NullMarked;
