package io.orbit.protocol.redis.scripting;

import io.orbit.api.keyspace.CommandCall;
import io.orbit.api.keyspace.CommandDefinition;
import io.orbit.api.keyspace.CommandFailure;
import io.orbit.api.keyspace.Keyspace;
import io.orbit.api.keyspace.Reply;
import io.orbit.protocol.redis.scripting.lua.LuaFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** FUNCTION and FCALL. */
final class FunctionCommands {
  private static final String GROUP = "scripting";
  private static final String RUNS = "noscript stale skip_monitor no_mandatory_keys off_loop ";
  private static final String WRITES = "write denyoom noscript off_loop";
  private static final String PER_LIBRARY = "O(N) in the number of libraries";

  private final ScriptRunner runner;

  FunctionCommands(ScriptRunner runner) {
    this.runner = runner;
  }

  List<CommandDefinition> all() {
    String cost = "Depends on the function";
    return List.of(
        CommandDefinition.of(GROUP, "FCALL", -3, RUNS + "may_replicate")
            .numberedKeys("RW access update", 2)
            .about("7.0.0", cost, "Calls a function, as one transaction")
            .runs(call -> call(call, false)),
        CommandDefinition.of(GROUP, "FCALL_RO", -3, RUNS + "readonly")
            .numberedKeys("RO access", 2)
            .about("7.0.0", cost, "Calls a function that writes nothing")
            .runs(call -> call(call, true)),
        CommandDefinition.of(GROUP, "FUNCTION", -2, "")
            .about("7.0.0", "Depends on the subcommand", "Libraries of functions")
            .with(subcommands()));
  }

  private List<CommandDefinition> subcommands() {
    return List.of(
        CommandDefinition.of(GROUP, "LOAD", -3, WRITES)
            .about("7.0.0", "O(1) and what the library does", "Keeps a library of functions")
            .runs(this::load),
        CommandDefinition.of(GROUP, "DELETE", 3, "write noscript off_loop")
            .about("7.0.0", "O(N) in the number of functions", "Removes a library")
            .runs(FunctionCommands::delete),
        CommandDefinition.of(GROUP, "LIST", -2, "noscript off_loop")
            .about("7.0.0", "O(N) in the number of functions", "All libraries")
            .runs(FunctionCommands::list),
        CommandDefinition.of(GROUP, "FLUSH", -2, "write noscript off_loop")
            .about("7.0.0", PER_LIBRARY, "Removes all libraries")
            .runs(FunctionCommands::flush),
        CommandDefinition.of(GROUP, "STATS", 2, "noscript allow_busy off_loop")
            .about("7.0.0", "O(1)", "What runs, and how many functions there are")
            .runs(this::statistics),
        CommandDefinition.of(GROUP, "KILL", 2, "noscript allow_busy")
            .about("7.0.0", "O(1)", "Ends the functions that run, undoing what they wrote")
            .runs(call -> ScriptCommands.kill(runner.running(), true)),
        CommandDefinition.of(GROUP, "DUMP", 2, "noscript off_loop")
            .about("7.0.0", PER_LIBRARY, "All libraries as bytes")
            .runs(
                call ->
                    new Reply.Bulk(
                        FunctionDump.write(
                            new FunctionStore(call.keyspace()).libraries().values()))),
        CommandDefinition.of(GROUP, "RESTORE", -3, WRITES)
            .about("7.0.0", PER_LIBRARY, "Libraries out of such bytes")
            .runs(this::restore));
  }

  private static Reply ok() {
    return new Reply.Simple("OK");
  }

  private static void atomically(Keyspace keyspace, Runnable change) {
    boolean ignored = keyspace.atomically(List.of(), List.of(), change);
  }

  // ---- calling

  private Reply call(CommandCall call, boolean readOnly) {
    String name = call.word(1);
    FunctionStore store = new FunctionStore(call.keyspace());
    StoredFunction function = store.function(name);
    FunctionLibrary library = function == null ? null : store.library(function.library());
    if (function == null || library == null) {
      throw new CommandFailure("ERR Function not found");
    }
    boolean writes = !function.flags().contains(ScriptFlag.NO_WRITES);
    if (readOnly && writes) {
      throw new CommandFailure("ERR Can not execute a script with write flag using *_ro command.");
    }
    ScriptRun run =
        new ScriptRun(call, name, true, !writes, function.flags().contains(ScriptFlag.ALLOW_OOM));
    run.requireMemory(true);
    return runner.run(
        run,
        "ERR Bad number of keys provided",
        (interpreter, keys, arguments) -> {
          LuaFunction callback = interpreter.function(library, function.name());
          if (callback == null) {
            throw new CommandFailure("ERR Function not found");
          }
          return interpreter.state.call(
              callback, interpreter.api.list(keys), interpreter.api.list(arguments));
        });
  }

  // ---- libraries

  private Reply load(CommandCall call) {
    boolean replace = false;
    for (int i = 2; i < call.size() - 1; i++) {
      if (!call.argument(i).isWord("REPLACE")) {
        throw new CommandFailure("ERR Unknown option given: " + call.word(i));
      }
      replace = true;
    }
    FunctionLibrary library = FunctionLibrary.of(call.argument(call.size() - 1).copy());
    LibraryLoader.Loaded loaded = loadOnce(library);
    boolean replaces = replace;
    atomically(
        call.keyspace(), () -> new FunctionStore(call.keyspace()).put(library, loaded, replaces));
    return ScriptCommands.text(library.name());
  }

  private LibraryLoader.Loaded loadOnce(FunctionLibrary library) {
    Interpreter interpreter = runner.interpreters().take();
    try {
      return LibraryLoader.load(interpreter, library);
    } finally {
      runner.interpreters().giveBack(interpreter);
    }
  }

  private static Reply delete(CommandCall call) {
    boolean[] removed = {false};
    atomically(
        call.keyspace(),
        () -> removed[0] = new FunctionStore(call.keyspace()).remove(call.word(2)));
    if (!removed[0]) {
      throw new CommandFailure("ERR Library not found");
    }
    return ok();
  }

  private static Reply flush(CommandCall call) {
    if (call.size() > 3) {
      throw new CommandFailure(
          "ERR unknown subcommand or wrong number of arguments for 'flush'. Try FUNCTION HELP.");
    }
    boolean plain =
        call.size() == 2 || call.argument(2).isWord("SYNC") || call.argument(2).isWord("ASYNC");
    if (!plain) {
      throw new CommandFailure("ERR FUNCTION FLUSH only supports SYNC|ASYNC option");
    }
    atomically(call.keyspace(), () -> new FunctionStore(call.keyspace()).clear());
    return ok();
  }

  private static Reply list(CommandCall call) {
    boolean withCode = false;
    Pattern wanted = null;
    for (int i = 2; i < call.size(); i++) {
      if (!withCode && call.argument(i).isWord("WITHCODE")) {
        withCode = true;
      } else if (wanted == null && call.argument(i).isWord("LIBRARYNAME")) {
        if (i + 1 >= call.size()) {
          throw new CommandFailure("ERR library name argument was not given");
        }
        wanted = glob(call.word(++i));
      } else {
        throw new CommandFailure("ERR Unknown argument " + call.word(i));
      }
    }
    FunctionStore store = new FunctionStore(call.keyspace());
    List<StoredFunction> functions = store.functions();
    List<Reply> libraries = new ArrayList<>();
    for (FunctionLibrary library : store.libraries().values()) {
      if (wanted == null || wanted.matcher(library.name()).matches()) {
        libraries.add(describe(library, functions, withCode));
      }
    }
    return new Reply.Sequence(libraries);
  }

  /** Redis' glob without its sets of letters, which no library's name needs. */
  private static Pattern glob(String pattern) {
    StringBuilder expression = new StringBuilder();
    pattern
        .chars()
        .forEach(
            letter ->
                expression.append(
                    switch (letter) {
                      case '*' -> ".*";
                      case '?' -> ".";
                      default -> Pattern.quote(String.valueOf((char) letter));
                    }));
    return Pattern.compile(expression.toString(), Pattern.CASE_INSENSITIVE);
  }

  private static Reply describe(
      FunctionLibrary library, List<StoredFunction> functions, boolean withCode) {
    List<Map.Entry<Reply, Reply>> entries = new ArrayList<>();
    entries.add(entry("library_name", ScriptCommands.text(library.name())));
    entries.add(entry("engine", ScriptCommands.text("LUA")));
    List<Reply> own = new ArrayList<>();
    for (StoredFunction each : functions) {
      if (each.library().equals(library.name())) {
        own.add(describe(each));
      }
    }
    entries.add(entry("functions", new Reply.Sequence(own)));
    if (withCode) {
      entries.add(entry("library_code", new Reply.Bulk(library.code())));
    }
    return new Reply.Table(entries);
  }

  private static Reply describe(StoredFunction function) {
    List<Reply> flags = new ArrayList<>();
    function.flags().forEach(flag -> flags.add(new Reply.Simple(flag.wireName())));
    return new Reply.Table(
        List.of(
            entry("name", ScriptCommands.text(function.name())),
            entry(
                "description",
                function.described()
                    ? ScriptCommands.text(function.description())
                    : new Reply.Nothing()),
            entry("flags", new Reply.Distinct(flags))));
  }

  private static Map.Entry<Reply, Reply> entry(String name, Reply value) {
    return Map.entry(ScriptCommands.text(name), value);
  }

  private Reply statistics(CommandCall call) {
    Reply script =
        runner
            .running()
            .function()
            .<Reply>map(
                run ->
                    new Reply.Table(
                        List.of(
                            entry("name", ScriptCommands.text(run.name)),
                            entry("command", new Reply.Sequence(words(run.call))),
                            entry("duration_ms", new Reply.Whole(run.milliseconds())))))
            .orElseGet(Reply.Nothing::new);
    FunctionStore store = new FunctionStore(call.keyspace());
    Reply engine =
        new Reply.Table(
            List.of(
                entry("libraries_count", new Reply.Whole(store.libraries().size())),
                entry("functions_count", new Reply.Whole(store.functions().size()))));
    return new Reply.Table(
        List.of(
            entry("running_script", script),
            entry("engines", new Reply.Table(List.of(entry("LUA", engine))))));
  }

  private static List<Reply> words(CommandCall call) {
    List<Reply> words = new ArrayList<>();
    call.from(0).forEach(word -> words.add(new Reply.Bulk(word.copy())));
    return words;
  }

  private Reply restore(CommandCall call) {
    String policy = call.size() > 3 ? call.word(3).toUpperCase(java.util.Locale.ROOT) : "APPEND";
    if (call.size() > 4) {
      throw new CommandFailure(
          "ERR unknown subcommand or wrong number of arguments for 'restore'. Try FUNCTION HELP.");
    }
    if (!List.of("APPEND", "REPLACE", "FLUSH").contains(policy)) {
      throw new CommandFailure(
          "ERR Wrong restore policy given, value should be either FLUSH, APPEND or REPLACE.");
    }
    List<FunctionLibrary> libraries = FunctionDump.read(call.argument(2).copy());
    List<LibraryLoader.Loaded> loaded = libraries.stream().map(this::loadOnce).toList();
    atomically(
        call.keyspace(),
        () -> {
          FunctionStore store = new FunctionStore(call.keyspace());
          if (policy.equals("FLUSH")) {
            store.clear();
          }
          for (int i = 0; i < libraries.size(); i++) {
            if (policy.equals("APPEND") && store.library(libraries.get(i).name()) != null) {
              throw new CommandFailure(
                  "ERR Library " + libraries.get(i).name() + " already exists");
            }
            store.put(libraries.get(i), loaded.get(i), policy.equals("REPLACE"));
          }
        });
    return ok();
  }
}
