/**
 * Change feeds: the commit log read from a place on, transaction by transaction, and the groups of
 * consumers whose progress the store remembers.
 */
@NullMarked
package io.orbit.kernel.feed;

import org.jspecify.annotations.NullMarked;
