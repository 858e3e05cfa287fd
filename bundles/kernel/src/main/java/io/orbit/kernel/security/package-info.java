/**
 * Who is there and what they may do: authentication by SCRAM verifiers, sessions with their
 * transactions, privileges. See docs/operate/security.md for what an operator must know.
 */
@NullMarked
package io.orbit.kernel.security;

import org.jspecify.annotations.NullMarked;
