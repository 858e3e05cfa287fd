package io.orbit.protocol.redis;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A blocking Redis client that shows replies as text, type marks included. Not thread-safe. */
final class RespClient implements AutoCloseable {
  private final Socket socket;
  private final InputStream input;

  RespClient(InetSocketAddress address) {
    try {
      socket = new Socket();
      socket.connect(address);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(20_000);
      input = new BufferedInputStream(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Words are ISO 8859-1. */
  String call(String... words) {
    return call(List.of(words), -1);
  }

  /**
   * @param unorderedDepth at which depth arrays and maps are sorted, because their order is free: 0
   *     for the outermost one, -1 for none
   */
  String call(List<String> words, int unorderedDepth) {
    send(words);
    return read(unorderedDepth);
  }

  void send(List<String> words) {
    sendTogether(List.of(words));
  }

  /** A pipeline, in one piece. */
  void sendTogether(List<List<String>> requests) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    requests.forEach(words -> write(words, bytes));
    send(bytes.toByteArray());
  }

  private static void write(List<String> words, ByteArrayOutputStream request) {
    request.writeBytes(latin("*" + words.size() + "\r\n"));
    for (String word : words) {
      byte[] bytes = latin(word);
      request.writeBytes(latin("$" + bytes.length + "\r\n"));
      request.writeBytes(bytes);
      request.writeBytes(latin("\r\n"));
    }
  }

  void send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  String read(int unorderedDepth) {
    try {
      String line = line();
      char type = line.charAt(0);
      return switch (type) {
        case '$', '=' -> type + bulk(Integer.parseInt(line.substring(1)));
        case '*', '~', '>' -> line + list(Integer.parseInt(line.substring(1)), 1, unorderedDepth);
        case '%' -> line + list(Integer.parseInt(line.substring(1)), 2, unorderedDepth);
        default -> line;
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String list(int size, int width, int unorderedDepth) throws IOException {
    List<String> elements = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      StringBuilder element = new StringBuilder();
      for (int j = 0; j < width; j++) {
        element.append(read(unorderedDepth - 1)).append(' ');
      }
      elements.add(element.toString());
    }
    return unorderedDepth == 0
        ? elements.stream().sorted().toList().toString()
        : elements.toString();
  }

  private String bulk(int length) throws IOException {
    if (length < 0) {
      return "nil";
    }
    byte[] bytes = input.readNBytes(length);
    input.readNBytes(2);
    return length + ":" + new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = input.read();
    while (next != '\r') {
      if (next < 0) {
        throw new IOException("closed after " + line);
      }
      line.write(next);
      next = input.read();
    }
    input.read();
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
