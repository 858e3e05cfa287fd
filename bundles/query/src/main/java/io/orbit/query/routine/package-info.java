/** Functions, procedures and triggers that users define: what they are made of and how they run. */
@NullMarked
package io.orbit.query.routine;

import org.jspecify.annotations.NullMarked;
