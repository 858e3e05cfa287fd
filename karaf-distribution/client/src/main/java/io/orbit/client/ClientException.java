package io.orbit.client;

/**
 * What ends the client: no connection, a wrong option, a file that is not there. The message is for
 * the user; a statement that fails ends nothing and is no such exception.
 */
public class ClientException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ClientException(String message) {
    super(message);
  }

  public ClientException(String message, Throwable cause) {
    super(message, cause);
  }
}
