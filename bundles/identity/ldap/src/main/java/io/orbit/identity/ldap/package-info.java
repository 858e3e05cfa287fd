/** Passwords that an LDAP directory knows (RFC 4511, RFC 4513). */
@NullMarked
package io.orbit.identity.ldap;

import org.jspecify.annotations.NullMarked;
