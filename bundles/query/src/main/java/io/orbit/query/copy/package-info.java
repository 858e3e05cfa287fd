/**
 * COPY: rows between tables and a client's stream in PostgreSQL's text, CSV and binary formats.
 * Data is bytes throughout; a line is cut into fields where it lies, and only values become
 * objects.
 */
@NullMarked
package io.orbit.query.copy;

import org.jspecify.annotations.NullMarked;
