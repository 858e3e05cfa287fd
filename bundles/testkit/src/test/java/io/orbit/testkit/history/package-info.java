/** The checkers of histories find what is planted, and nothing where nothing is. */
@NullMarked
package io.orbit.testkit.history;

import org.jspecify.annotations.NullMarked;
