package io.orbit.client.rest;

import java.io.IOException;

/** What the server answered instead of doing what it was asked for: a problem (RFC 9457). */
public final class RestFailure extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String state;
  private final int position;

  RestFailure(int status, String message, String state, int position) {
    super(message);
    this.status = status;
    this.state = state;
    this.position = position;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The SQLSTATE, or empty. */
  public String state() {
    return state;
  }

  /** Where in the statement, from 0; -1 when it is about no place. */
  public int position() {
    return position;
  }
}
