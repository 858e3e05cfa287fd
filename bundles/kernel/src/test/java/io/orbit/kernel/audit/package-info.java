@NullMarked
package io.orbit.kernel.audit;

import org.jspecify.annotations.NullMarked;
