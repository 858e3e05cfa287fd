package io.orbit.protocol.redis.scripting;

import io.orbit.api.keyspace.CommandCall;
import io.orbit.api.keyspace.CommandDefinition;
import io.orbit.api.keyspace.CommandFailure;
import io.orbit.api.keyspace.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** EVAL and its like, SCRIPT. */
final class ScriptCommands {
  private static final String GROUP = "scripting";
  private static final String RUNS = "noscript stale skip_monitor no_mandatory_keys off_loop ";
  private static final String NOT_A_NUMBER = "ERR value is not an integer or out of range";
  private static final int DIGEST = 40;

  private final ScriptRunner runner;
  private final ScriptCache cache = new ScriptCache();

  ScriptCommands(ScriptRunner runner) {
    this.runner = runner;
  }

  List<CommandDefinition> all() {
    String cost = "Depends on the script";
    return List.of(
        CommandDefinition.of(GROUP, "EVAL", -3, RUNS + "may_replicate")
            .numberedKeys("RW access update", 2)
            .about("2.6.0", cost, "Runs a script in Lua, as one transaction")
            .runs(call -> run(call, cache.load(call.argument(1).copy()), false)),
        CommandDefinition.of(GROUP, "EVALSHA", -3, RUNS + "may_replicate")
            .numberedKeys("RW access update", 2)
            .about("2.6.0", cost, "Runs a script by its digest")
            .runs(call -> run(call, known(call.word(1)), false)),
        CommandDefinition.of(GROUP, "EVAL_RO", -3, RUNS + "readonly")
            .numberedKeys("RO access", 2)
            .about("7.0.0", cost, "Runs a script that writes nothing")
            .runs(call -> run(call, cache.load(call.argument(1).copy()), true)),
        CommandDefinition.of(GROUP, "EVALSHA_RO", -3, RUNS + "readonly")
            .numberedKeys("RO access", 2)
            .about("7.0.0", cost, "Runs a script that writes nothing by its digest")
            .runs(call -> run(call, known(call.word(1)), true)),
        script());
  }

  private CommandDefinition script() {
    return CommandDefinition.of(GROUP, "SCRIPT", -2, "")
        .about("2.6.0", "Depends on the subcommand", "Scripts that are known by their digests")
        .with(
            List.of(
                CommandDefinition.of(GROUP, "LOAD", 3, "noscript stale")
                    .about("2.6.0", "O(N) in the size of the script", "Reads a script")
                    .runs(call -> text(cache.load(call.argument(2).copy()).digest())),
                CommandDefinition.of(GROUP, "EXISTS", -3, "noscript")
                    .about("2.6.0", "O(N) in the number of digests", "Which scripts are known")
                    .runs(this::exist),
                CommandDefinition.of(GROUP, "FLUSH", -2, "noscript")
                    .about("2.6.0", "O(N) in the number of scripts", "Forgets all scripts")
                    .runs(this::flush),
                CommandDefinition.of(GROUP, "KILL", 2, "noscript allow_busy")
                    .about("2.6.0", "O(1)", "Ends the scripts that run, undoing what they wrote")
                    .runs(call -> kill(runner.running(), false)),
                CommandDefinition.of(GROUP, "DEBUG", 3, "noscript")
                    .about("3.2.0", "O(1)", "Lua's debugger: NO only")
                    .runs(ScriptCommands::debug)));
  }

  static Reply text(String ascii) {
    return new Reply.Bulk(ascii.getBytes(StandardCharsets.ISO_8859_1));
  }

  private Script known(String digest) {
    Script script = digest.length() == DIGEST ? cache.find(digest.toLowerCase(Locale.ROOT)) : null;
    if (script == null) {
      throw new CommandFailure("NOSCRIPT No matching script. Please use EVAL.");
    }
    return script;
  }

  private Reply run(CommandCall call, Script script, boolean readOnly) {
    if (readOnly && script.declares() && !script.isReadOnly()) {
      throw new CommandFailure("ERR Can not execute a script with write flag using *_ro command.");
    }
    ScriptRun run =
        new ScriptRun(
            call,
            script.digest(),
            false,
            readOnly || script.isReadOnly(),
            script.flags().contains(ScriptFlag.ALLOW_OOM));
    run.requireMemory(script.declares());
    return runner.run(
        run,
        NOT_A_NUMBER,
        (interpreter, keys, arguments) -> {
          interpreter.setArguments(keys, arguments);
          return interpreter.state.call(
              interpreter.state.load(script.chunk(), interpreter.state.globals()));
        });
  }

  private Reply exist(CommandCall call) {
    List<Reply> found = new ArrayList<>();
    for (int i = 2; i < call.size(); i++) {
      boolean known = cache.find(call.word(i).toLowerCase(Locale.ROOT)) != null;
      found.add(new Reply.Whole(known ? 1 : 0));
    }
    return new Reply.Sequence(found);
  }

  private Reply flush(CommandCall call) {
    boolean plain =
        call.size() == 2
            || (call.size() == 3
                && (call.argument(2).isWord("SYNC") || call.argument(2).isWord("ASYNC")));
    if (!plain) {
      throw new CommandFailure("ERR SCRIPT FLUSH only support SYNC|ASYNC option");
    }
    cache.clear();
    return new Reply.Simple("OK");
  }

  static Reply kill(RunningScripts running, boolean functions) {
    if (!running.kill(functions)) {
      throw new CommandFailure("NOTBUSY No scripts in execution right now.");
    }
    return new Reply.Simple("OK");
  }

  private static Reply debug(CommandCall call) {
    if (call.argument(2).isWord("NO")) {
      return new Reply.Simple("OK");
    }
    if (call.argument(2).isWord("YES") || call.argument(2).isWord("SYNC")) {
      throw new CommandFailure("ERR the debugger of scripts is not supported");
    }
    throw new CommandFailure("ERR Use SCRIPT DEBUG YES/SYNC/NO");
  }
}
