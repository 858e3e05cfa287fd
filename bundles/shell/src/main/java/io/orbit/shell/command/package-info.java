/**
 * The shell's {@code feature} commands: install, uninstall, upgrade, upload, list and info, over
 * the same {@link io.orbit.api.ops.Features} that REST and the console use, so that all three do
 * and refuse the same. Only the guard against removing what is in use is not asked here: whoever
 * has the shell decides.
 */
@NullMarked
package io.orbit.shell.command;

import org.jspecify.annotations.NullMarked;
