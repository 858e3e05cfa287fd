/**
 * REST: JSON over HTTP (RFC 9110, RFC 8259), errors as problem details (RFC 9457), server-sent
 * events, OpenAPI 3.1. Each request is one kernel session, which ends with its answer.
 */
@NullMarked
package io.orbit.protocol.rest;

import org.jspecify.annotations.NullMarked;
