package io.orbit.protocol.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.orbit.testkit.protocol.TestClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** Messages of a client by hand, and its log-in by SCRAM. */
final class WireClient {
  private WireClient() {}

  /** A message with its type and length. */
  static byte[] message(char type, Consumer<ByteBuf> body) {
    ByteBuf out = Unpooled.buffer();
    out.writeByte(type).writeInt(0);
    body.accept(out);
    out.setInt(1, out.writerIndex() - 1);
    return ByteBufUtil.getBytes(out);
  }

  static void string(ByteBuf out, String text) {
    ByteBufUtil.writeUtf8(out, text);
    out.writeByte(0);
  }

  static byte[] query(String text) {
    return message('Q', out -> string(out, text));
  }

  static byte[] parse(String name, String text) {
    return message(
        'P',
        out -> {
          string(out, name);
          string(out, text);
          out.writeShort(0);
        });
  }

  static byte[] bind(String portal, String statement, String... parameters) {
    return message(
        'B',
        out -> {
          string(out, portal);
          string(out, statement);
          out.writeShort(0).writeShort(parameters.length);
          for (String parameter : parameters) {
            byte[] bytes = parameter.getBytes(StandardCharsets.UTF_8);
            out.writeInt(bytes.length).writeBytes(bytes);
          }
          out.writeShort(0);
        });
  }

  static byte[] execute(String portal, int rows) {
    return message(
        'E',
        out -> {
          string(out, portal);
          out.writeInt(rows);
        });
  }

  static byte[] sync() {
    return message('S', out -> {});
  }

  static byte[] startup(String... parameters) {
    ByteBuf out = Unpooled.buffer();
    out.writeInt(0).writeInt(3 << 16);
    for (String parameter : parameters) {
      string(out, parameter);
    }
    out.writeByte(0);
    out.setInt(0, out.writerIndex());
    return ByteBufUtil.getBytes(out);
  }

  static byte[] sslRequest() {
    return ByteBuffer.allocate(8).putInt(8).putInt(80877103).array();
  }

  static byte[] cancelRequest(int process, int key) {
    return ByteBuffer.allocate(16).putInt(16).putInt(80877102).putInt(process).putInt(key).array();
  }

  /** What the server says next. */
  record Answer(char type, byte[] body) {
    ByteBuf reader() {
      return Unpooled.wrappedBuffer(body);
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  static Answer answer(TestClient client) {
    ByteBuffer head = ByteBuffer.wrap(client.read(5));
    char type = (char) head.get();
    return new Answer(type, client.read(head.getInt() - 4));
  }

  /** Reads answers up to one of that type; errors on the way fail. */
  static Answer await(TestClient client, char type) {
    Answer answer = answer(client);
    while (answer.type() != type) {
      assertThat(answer.type()).as(answer.text()).isNotEqualTo('E');
      answer = answer(client);
    }
    return answer;
  }

  /** Starts and authenticates up to ReadyForQuery; answers BackendKeyData. */
  static Answer logIn(TestClient client, String user, String password) {
    authenticate(client, user, password);
    Answer key = await(client, 'K');
    await(client, 'Z');
    return key;
  }

  /** Sends start-up message and proof; what the server says to the proof is to be read. */
  static void authenticate(TestClient client, String user, String password) {
    client.send(startup("user", user, "database", "orbit"));
    assertThat(answer(client).text()).contains("SCRAM-SHA-256");
    String bare = "n=,r=0123456789abcdefghijklmn";
    byte[] first = ("n,," + bare).getBytes(StandardCharsets.UTF_8);
    client.send(
        message(
            'p',
            out -> {
              string(out, "SCRAM-SHA-256");
              out.writeInt(first.length).writeBytes(first);
            }));
    Answer challenge = answer(client);
    assertThat(challenge.type()).isEqualTo('R');
    String serverFirst = challenge.text().substring(4);
    client.send(
        message('p', out -> ByteBufUtil.writeUtf8(out, proof(bare, serverFirst, password))));
  }

  private static String proof(String bare, String serverFirst, String password) {
    String[] parts = serverFirst.split(",");
    byte[] salt = Base64.getDecoder().decode(parts[1].substring(2));
    int iterations = Integer.parseInt(parts[2].substring(2));
    String withoutProof = "c=biws," + parts[0];
    try {
      byte[] salted =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
              .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, 256))
              .getEncoded();
      byte[] clientKey = hmac(salted, "Client Key");
      byte[] storedKey = MessageDigest.getInstance("SHA-256").digest(clientKey);
      byte[] signature = hmac(storedKey, bare + "," + serverFirst + "," + withoutProof);
      for (int i = 0; i < clientKey.length; i++) {
        clientKey[i] ^= signature[i];
      }
      return withoutProof + ",p=" + Base64.getEncoder().encodeToString(clientKey);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }
}
