/** What every accelerator must do: what plain Java does. */
@NullMarked
package io.orbit.testkit.accel;

import org.jspecify.annotations.NullMarked;
