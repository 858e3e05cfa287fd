/** Advisory locks: numbers that applications lock, in no connection with any record. */
@NullMarked
package io.orbit.query.lock;

import org.jspecify.annotations.NullMarked;
