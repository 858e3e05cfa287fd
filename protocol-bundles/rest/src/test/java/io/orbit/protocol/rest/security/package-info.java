@NullMarked
package io.orbit.protocol.rest.security;

import org.jspecify.annotations.NullMarked;
