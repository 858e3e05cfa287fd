@NullMarked
package io.orbit.telemetry;

import org.jspecify.annotations.NullMarked;
