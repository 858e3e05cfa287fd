@NullMarked
package io.orbit.identity.oidc;

import org.jspecify.annotations.NullMarked;
