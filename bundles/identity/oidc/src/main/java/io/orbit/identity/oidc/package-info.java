/**
 * JSON Web Tokens as proof of who somebody is (RFC 7519, RFC 8725), their keys from where the
 * issuer publishes them (RFC 7517), and the log-in of browsers by OpenID Connect (Core 1.0, RFC
 * 7636).
 */
@NullMarked
package io.orbit.identity.oidc;

import org.jspecify.annotations.NullMarked;
