/**
 * Requests that may be sent again: the header {@code Idempotency-Key}
 * (draft-ietf-httpapi-idempotency-key-header-06).
 */
@NullMarked
package io.orbit.protocol.rest.idempotency;

import org.jspecify.annotations.NullMarked;
