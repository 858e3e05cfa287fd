@NullMarked
package io.orbit.identity.ldap;

import org.jspecify.annotations.NullMarked;
