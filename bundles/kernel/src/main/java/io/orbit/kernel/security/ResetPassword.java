package io.orbit.kernel.security;

import io.orbit.api.error.OrbitException;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * {@code ./orbit passwd}: gives the administrator {@code orbit} a new password, on the machine
 * itself and without the old one. It leaves the new password's verifier (never the password) in the
 * data directory, whose owner alone can write there. The next start takes it over, or the running
 * server when it is told to ({@link io.orbit.api.security.Sessions#applyPasswordReset}): it makes
 * {@code orbit} a superuser that may log in if it no longer is, and removes the file. So it needs
 * neither log nor engine.
 *
 * <pre>
 * ResetPassword DIR             asks for the password twice; without a terminal takes one line
 * ResetPassword DIR --generate  makes one and prints it
 * </pre>
 *
 * Exit status 0 when done, 1 when it could not, 2 for wrong arguments, {@value #SERVER_RUNS} when
 * done and a server runs on the directory, which is to be told.
 */
public final class ResetPassword {
  /** Name of the file in the data directory that a running server holds locked. */
  static final String LOCK_FILE = "orbit.lock";

  /** Name of the file in the data directory with the new verifier. */
  static final String FILE = "password-reset";

  /** Exit status when a server runs on the directory. */
  static final int SERVER_RUNS = 3;

  private static final int MINIMUM_LENGTH = 8;

  private final PrintStream out;
  private final PrintStream error;

  ResetPassword(PrintStream out, PrintStream error) {
    this.out = out;
    this.error = error;
  }

  public static void main(String[] arguments) throws IOException {
    System.exit(new ResetPassword(System.out, System.err).run(arguments, System.console()));
  }

  int run(String[] arguments, @Nullable Console console) throws IOException {
    boolean generate = Arrays.asList(arguments).contains("--generate");
    if (arguments.length != (generate ? 2 : 1) || arguments[0].startsWith("-")) {
      error.println("usage: ./orbit passwd [--data DIR] [--generate]");
      return 2;
    }
    Path directory = Path.of(arguments[0]);
    if (!Files.isDirectory(directory)) {
      error.println(directory + " is no data directory");
      return 1;
    }
    int status = reset(directory, generate, console);
    return status == 0 && isServed(directory) ? SERVER_RUNS : status;
  }

  /** Asked after the file is there: a server that starts meanwhile finds it, or is told. */
  private static boolean isServed(Path directory) throws IOException {
    Path lock = directory.resolve(LOCK_FILE);
    if (!Files.exists(lock)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
      return tryLock(channel) == null;
    }
  }

  private int reset(Path directory, boolean generate, @Nullable Console console)
      throws IOException {
    String password = generate ? InitialPassword.generate() : ask(console);
    if (password.length() < MINIMUM_LENGTH) {
      error.println("a password needs at least " + MINIMUM_LENGTH + " characters; nothing changed");
      return 1;
    }
    try {
      InitialPassword.writePrivate(
          directory.resolve(FILE), Scram.format(Scram.create(password, Scram.MINIMUM_ITERATIONS)));
    } catch (OrbitException e) {
      error.println(e.getMessage());
      return 1;
    }
    if (generate) {
      out.println(password);
    }
    return 0;
  }

  /** The new password; empty when it was not typed twice alike. */
  private String ask(@Nullable Console console) throws IOException {
    if (console == null || !console.isTerminal()) {
      String line =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      return line == null ? "" : line;
    }
    char[] first = console.readPassword("New password for orbit: ");
    char[] second = console.readPassword("Again: ");
    if (!Arrays.equals(first, second)) {
      error.println("they differ");
      return "";
    }
    return first == null ? "" : new String(first);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisJvm) {
      return null;
    }
  }
}
