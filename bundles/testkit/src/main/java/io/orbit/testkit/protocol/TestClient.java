package io.orbit.testkit.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A blocking client of raw bytes. Every read gives up after ten seconds. Not thread-safe. */
public final class TestClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  private Socket socket;

  private TestClient(Socket socket) {
    this.socket = socket;
  }

  public static TestClient connect(InetSocketAddress address) {
    try {
      Socket socket = new Socket();
      socket.connect(address, PATIENCE_MILLIS);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MILLIS);
      return new TestClient(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public TestClient send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends the escaped form of {@link Bytes}. */
  public TestClient send(String escaped) {
    return send(Bytes.of(escaped));
  }

  /** Sends as far as the server takes it. @return false when it has hung up */
  public boolean trySend(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Reads exactly so many bytes. */
  public byte[] read(int length) {
    try {
      byte[] bytes = socket.getInputStream().readNBytes(length);
      if (bytes.length < length) {
        throw new AssertionError(
            "connection closed after %d of %d bytes: %s"
                .formatted(bytes.length, length, Bytes.show(bytes)));
      }
      return bytes;
    } catch (SocketTimeoutException e) {
      throw new AssertionError("no answer within ten seconds", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next bytes must be these. */
  public TestClient expect(byte[] expected) {
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    try {
      InputStream stream = socket.getInputStream();
      byte[] buffer = new byte[64 * 1024];
      boolean same = true;
      while (same && seen.size() < expected.length) {
        int length = stream.read(buffer, 0, Math.min(buffer.length, expected.length - seen.size()));
        if (length < 0) {
          break;
        }
        int from = seen.size();
        seen.write(buffer, 0, length);
        same = Arrays.equals(buffer, 0, length, expected, from, from + length);
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError(
          "expected %s, within ten seconds came %s"
              .formatted(Bytes.show(expected), Bytes.show(seen.toByteArray())),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(Bytes.show(seen.toByteArray())).isEqualTo(Bytes.show(expected));
    return this;
  }

  /** The next bytes are all the same; for answers too long to keep. */
  public TestClient expectRepeated(int expected, long count) {
    byte[] buffer = new byte[64 * 1024];
    long left = count;
    try {
      while (left > 0) {
        int length = socket.getInputStream().read(buffer, 0, (int) Math.min(buffer.length, left));
        if (length < 0) {
          throw new AssertionError("closed with " + left + " of " + count + " bytes to come");
        }
        for (int i = 0; i < length; i++) {
          if (buffer[i] != (byte) expected) {
            throw new AssertionError("byte " + (count - left + i) + " is " + buffer[i]);
          }
        }
        left -= length;
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public TestClient expect(String escaped) {
    return expect(Bytes.of(escaped));
  }

  /** Reads until the whole of what was read (as ISO 8859-1) matches. */
  public String expectMatch(Pattern pattern) {
    StringBuilder seen = new StringBuilder();
    try {
      while (!pattern.matcher(seen).matches()) {
        int next = socket.getInputStream().read();
        if (next < 0) {
          throw new AssertionError("closed after " + show(seen) + ", expected " + pattern);
        }
        seen.append((char) next);
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("came " + show(seen) + ", expected " + pattern, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return seen.toString();
  }

  private static String show(CharSequence latin) {
    return Bytes.show(latin.toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Everything until the server closes; a reset counts as closed. */
  public byte[] readToEnd() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      byte[] buffer = new byte[64 * 1024];
      int length = socket.getInputStream().read(buffer);
      while (length >= 0) {
        all.write(buffer, 0, length);
        length = socket.getInputStream().read(buffer);
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError(
          "still open after ten seconds; came " + Bytes.show(all.toByteArray()), e);
    } catch (SocketException e) {
      return all.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.toByteArray();
  }

  /** The server closes without another word. */
  public void expectClosed() {
    assertThat(Bytes.show(readToEnd())).isEmpty();
  }

  /** Begins TLS, whoever the server says it is. @return its certificate */
  public X509Certificate startTls() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TrustsAnyone()}, new SecureRandom());
      SSLSocket secure =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(
                      socket, socket.getInetAddress().getHostAddress(), socket.getPort(), true);
      secure.startHandshake();
      socket = secure;
      return (X509Certificate) secure.getSession().getPeerCertificates()[0];
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class TrustsAnyone implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  /** Nothing more will be sent; answers can still be read. */
  public void endOutput() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Breaks the connection with a reset, as a crashed client's system would. */
  public void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
