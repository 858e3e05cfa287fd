/**
 * Who asks, and what they may: basic authentication (RFC 7617), API keys (RFC 6750), browser
 * sessions with a token against forged requests.
 */
@NullMarked
package io.orbit.protocol.rest.security;

import org.jspecify.annotations.NullMarked;
