package io.orbit.client.connect;

import io.orbit.client.ClientException;

/** The server wants a password and none was given. */
public final class PasswordNeededException extends ClientException {
  private static final long serialVersionUID = 1L;

  public PasswordNeededException(String user) {
    super(
        "user "
            + user
            + " needs a password: give --password-file or ORBIT_PASSWORD, or name the server's"
            + " data folder by --data");
  }
}
