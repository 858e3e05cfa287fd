@NullMarked
package io.orbit.http;

import org.jspecify.annotations.NullMarked;
