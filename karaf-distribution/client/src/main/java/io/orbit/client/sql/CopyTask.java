package io.orbit.client.sql;

import io.orbit.client.terminal.Display;
import io.orbit.client.terminal.Lines;
import io.orbit.client.text.SqlWords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;

/** COPY whose data passes through the client. */
final class CopyTask {
  private static final String END = "\\.";
  private static final int CHUNK = 1 << 16;
  private static final int HEAD_WORDS = 64;

  private final SqlConnection connection;

  CopyTask(SqlConnection connection) {
    this.connection = connection;
  }

  /** Where a COPY takes its data from or brings it. */
  enum Direction {
    IN,
    OUT,
    NONE
  }

  /** What a statement wants of the client. */
  static Direction of(String statement) {
    List<String> words = SqlWords.of(statement, HEAD_WORDS);
    if (words.isEmpty() || !words.getFirst().equals("COPY")) {
      return Direction.NONE;
    }
    for (int at = 1; at + 1 < words.size(); at++) {
      String pair = words.get(at) + " " + words.get(at + 1);
      if (pair.equals("FROM STDIN")) {
        return Direction.IN;
      }
      if (pair.equals("TO STDOUT")) {
        return Direction.OUT;
      }
    }
    return Direction.NONE;
  }

  /** Sends lines until one with nothing but backslash and dot, or the end; answers the rows. */
  long in(String statement, Lines lines) throws SQLException, IOException {
    CopyIn copy;
    try {
      copy = manager().copyIn(statement);
    } catch (SQLException refused) {
      skip(lines); // what follows is data all the same
      throw refused;
    }
    boolean ended = false;
    try {
      StringBuilder chunk = new StringBuilder();
      String line;
      while ((line = lines.nextData()) != null && !line.strip().equals(END)) {
        chunk.append(line);
        if (chunk.length() >= CHUNK) {
          send(copy, chunk);
        }
      }
      ended = true;
      send(copy, chunk);
      return copy.endCopy();
    } catch (SQLException failure) {
      if (!ended) {
        skip(lines);
      }
      throw failure;
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private static void send(CopyIn copy, StringBuilder chunk) throws SQLException {
    byte[] bytes = chunk.toString().getBytes(StandardCharsets.UTF_8);
    copy.writeToCopy(bytes, 0, bytes.length);
    chunk.setLength(0);
  }

  private static void skip(Lines lines) throws IOException {
    String line;
    do {
      line = lines.next();
    } while (line != null && !line.strip().equals(END));
  }

  /** Writes what the server sends as it comes; answers the rows. */
  long out(String statement, Display display) throws SQLException, IOException {
    CopyOut copy = manager().copyOut(statement);
    try {
      display.data(
          out -> {
            try {
              byte[] bytes;
              while ((bytes = copy.readFromCopy()) != null) {
                out.append(new String(bytes, StandardCharsets.UTF_8));
              }
            } catch (SQLException failure) {
              throw new IOException(failure.getMessage(), failure);
            }
          });
      return copy.getHandledRowCount();
    } catch (IOException failure) {
      if (failure.getCause() instanceof SQLException ofServer) {
        throw ofServer;
      }
      throw failure;
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private CopyManager manager() throws SQLException {
    return connection.postgres().getCopyAPI();
  }
}
