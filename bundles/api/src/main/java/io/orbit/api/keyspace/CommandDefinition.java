package io.orbit.api.keyspace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command of a {@link CommandModule}, with what COMMAND says of it.
 *
 * @param name upper case; of a subcommand without its container's
 * @param arity number of words, the name included; negative: at least so many
 * @param flags words of COMMAND INFO separated by blanks, and {@code off_loop}: always on a thread
 *     that may block
 * @param group as COMMAND DOCS names it
 * @param keyAccess how the keys are used, in the words of COMMAND's key specifications; empty for
 *     none at fixed places
 * @param firstKey index of the first key
 * @param lastKey index of the last one; negative counts from the end
 * @param keyStep distance between keys
 * @param keyCountAt index of the number of keys, which stand behind it; 0 for none
 * @param since version of Redis or of its module
 * @param complexity in O notation
 * @param summary one sentence without a full stop
 * @param subcommands makes this a container
 * @param handler null for a container
 */
public record CommandDefinition(
    String name,
    int arity,
    String flags,
    String group,
    String keyAccess,
    int firstKey,
    int lastKey,
    int keyStep,
    int keyCountAt,
    String since,
    String complexity,
    String summary,
    List<CommandDefinition> subcommands,
    @Nullable Handler handler) {
  /** Runs a command whose number of words has been checked. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Answers the call.
     *
     * @throws CommandFailure an error reply
     * @throws io.orbit.api.error.OrbitException an error reply too
     * @throws MustWait before anything has happened
     */
    Reply run(CommandCall call);
  }

  /** A command without keys that does nothing yet. */
  public static CommandDefinition of(String group, String name, int arity, String flags) {
    return new CommandDefinition(
        name, arity, flags, group, "", 0, 0, 0, 0, "1.0.0", "O(1)", "", List.of(), null);
  }

  /** With keys at fixed places. */
  public CommandDefinition keys(String access, int first, int last, int step) {
    return new CommandDefinition(
        name,
        arity,
        flags,
        group,
        access,
        first,
        last,
        step,
        0,
        since,
        complexity,
        summary,
        subcommands,
        handler);
  }

  /** With keys behind their number. */
  public CommandDefinition numberedKeys(String access, int countAt) {
    return new CommandDefinition(
        name,
        arity,
        flags,
        group,
        access,
        0,
        0,
        0,
        countAt,
        since,
        complexity,
        summary,
        subcommands,
        handler);
  }

  /** With what COMMAND DOCS says. */
  public CommandDefinition about(String version, String cost, String what) {
    return new CommandDefinition(
        name,
        arity,
        flags,
        group,
        keyAccess,
        firstKey,
        lastKey,
        keyStep,
        keyCountAt,
        version,
        cost,
        what,
        subcommands,
        handler);
  }

  /** As a container. */
  public CommandDefinition with(List<CommandDefinition> parts) {
    return new CommandDefinition(
        name,
        arity,
        flags,
        group,
        keyAccess,
        firstKey,
        lastKey,
        keyStep,
        keyCountAt,
        since,
        complexity,
        summary,
        List.copyOf(parts),
        handler);
  }

  /** With what it does. */
  public CommandDefinition runs(Handler runner) {
    return new CommandDefinition(
        name,
        arity,
        flags,
        group,
        keyAccess,
        firstKey,
        lastKey,
        keyStep,
        keyCountAt,
        since,
        complexity,
        summary,
        subcommands,
        runner);
  }
}
